/* Datagrams: datagrams echo PORT | datagrams sink PORT
 *          | datagrams ask HOST:PORT CLIENTS IN_FLIGHT BYTES SECONDS | datagrams new HOST:PORT AT_ONCE BYTES TOTAL
 *          | datagrams burst HOST:PORT FLOWS SEGMENTS BYTES TOTAL
 *
 * "echo" sends back what comes. "ask" keeps so many datagrams of each client on their way, and counts answers. "new" asks each question from
 * a new socket, and closes it with the answer. "burst" sends messages of so many segments each, which the system takes apart (UDP_SEGMENT);
 * "sink" answers each with the bytes that came of it, and the next one follows. What is lost is sent again after a while and counted. The
 * clients print one JSON object, or fail with a sentence.
 */
#include "common.h"
#include <netinet/udp.h>
#include <pthread.h>
#include <sys/epoll.h>

#define MOST 64
#define LARGE 65536
#define PATIENCE 200000000u /* ns until what did not come is lost */
#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif

static int bound(const char *port) {
    char text[64];
    snprintf(text, sizeof text, "127.0.0.1:%s", port);
    struct sockaddr_in local = address(text);
    int server = socket(AF_INET, SOCK_DGRAM, 0), on = 1, room = 4 << 20;
    setsockopt(server, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    setsockopt(server, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    if (bind(server, (struct sockaddr *) &local, sizeof local) < 0) fail("bind");
    return server;
}

static void *echo(void *port) {
    static __thread char buffers[MOST][2048];
    static __thread struct sockaddr_in names[MOST];
    static __thread struct iovec parts[MOST];
    static __thread struct mmsghdr messages[MOST];
    int server = bound(port);
    for (;;) {
        for (int i = 0; i < MOST; i++) {
            parts[i] = (struct iovec) {buffers[i], sizeof buffers[i]};
            messages[i].msg_hdr = (struct msghdr) {.msg_name = &names[i], .msg_namelen = sizeof names[i], .msg_iov = &parts[i], .msg_iovlen = 1};
        }
        int count = recvmmsg(server, messages, MOST, MSG_WAITFORONE, NULL);
        for (int i = 0; i < count; i++) parts[i].iov_len = messages[i].msg_len;
        for (int sent = 0; sent < count;) {
            int more = sendmmsg(server, messages + sent, (unsigned) (count - sent), 0);
            sent += more > 0 ? more : 1;
        }
    }
    return NULL;
}

struct flow {
    struct sockaddr_in from;
    uint64_t bytes;
};

/* A message begins with the bytes of all of it: when so many have come, they are acknowledged. */
static void *sink(void *port) {
    static __thread char buffer[LARGE];
    static __thread struct flow flows[LARGE];
    int server = bound(port), on = 1;
    setsockopt(server, IPPROTO_UDP, UDP_GRO, &on, sizeof on);
    for (;;) {
        struct sockaddr_in from;
        socklen_t length = sizeof from;
        ssize_t count = recvfrom(server, buffer, sizeof buffer, 0, (struct sockaddr *) &from, &length);
        if (count < 8) continue;
        struct flow *flow = &flows[from.sin_port];
        uint64_t wanted;
        memcpy(&wanted, buffer, sizeof wanted);
        flow->bytes += (uint64_t) count;
        if (flow->bytes >= wanted) {
            sendto(server, &flow->bytes, sizeof flow->bytes, 0, (struct sockaddr *) &from, length);
            flow->bytes = 0;
        }
    }
    return NULL;
}

static void serve(void *(*work)(void *), char *port) {
    pthread_t other;
    if (pthread_create(&other, NULL, work, port) != 0) fail("pthread_create");
    work(port);
}

static int connected(struct sockaddr_in target) {
    int client = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), room = 1 << 20;
    setsockopt(client, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    if (client < 0 || connect(client, (struct sockaddr *) &target, sizeof target) < 0) fail("connect");
    return client;
}

struct client {
    int socket;
    int due;
    uint64_t last;
};

static struct mmsghdr outgoing[MOST], incoming[MOST];
static struct iovec out_parts[MOST], in_parts[MOST];
static char question[2048], answers[MOST][2048];

static void prepare(int bytes) {
    for (int i = 0; i < MOST; i++) {
        out_parts[i] = (struct iovec) {question, (size_t) bytes};
        in_parts[i] = (struct iovec) {answers[i], sizeof answers[i]};
        outgoing[i].msg_hdr = (struct msghdr) {.msg_iov = &out_parts[i], .msg_iovlen = 1};
        incoming[i].msg_hdr = (struct msghdr) {.msg_iov = &in_parts[i], .msg_iovlen = 1};
    }
}

static void send_some(struct client *client, int count) {
    for (int sent = 0; sent < count;) {
        int more = sendmmsg(client->socket, outgoing, (unsigned) (count - sent > MOST ? MOST : count - sent), 0);
        if (more <= 0) return; /* lost: patience finds out */
        sent += more;
    }
}

static void ask(struct sockaddr_in target, int clients, int in_flight, int bytes, double seconds) {
    struct client *all = calloc((size_t) clients, sizeof *all);
    int poller = epoll_create1(0);
    uint64_t begin = nanoseconds(), end = begin + (uint64_t) (seconds * 1e9), count = 0, lost = 0, looked = begin;
    prepare(bytes);
    for (int i = 0; i < clients; i++) {
        all[i] = (struct client) {connected(target), in_flight, begin};
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};
        epoll_ctl(poller, EPOLL_CTL_ADD, all[i].socket, &event);
        send_some(&all[i], in_flight);
    }
    uint64_t now = begin;
    while (now < end) {
        struct epoll_event events[256];
        int ready = epoll_wait(poller, events, 256, 50);
        now = nanoseconds();
        for (int i = 0; i < ready; i++) {
            struct client *client = events[i].data.ptr;
            int came = recvmmsg(client->socket, incoming, MOST, MSG_DONTWAIT, NULL);
            if (came <= 0) continue;
            for (int j = 0; j < came; j++) {
                if (incoming[j].msg_len != (unsigned) bytes) fail("an answer of another size");
            }
            count += (uint64_t) came;
            client->last = now;
            send_some(client, came);
        }
        for (int i = 0; i < clients && now - looked > PATIENCE; i++) {
            if (now - all[i].last > PATIENCE) {
                lost += (uint64_t) in_flight;
                all[i].last = now;
                send_some(&all[i], in_flight);
            }
        }
        looked = now - looked > PATIENCE ? now : looked;
    }
    printf("{\"answers\": %llu, \"lost\": %llu, \"seconds\": %f}\n", (unsigned long long) count, (unsigned long long) lost,
           (double) (now - begin) / 1e9);
}

/* A new socket for a question. */
static void ask_anew(struct client *client, struct sockaddr_in target, int poller, uint64_t now) {
    if (client->socket >= 0) close(client->socket);
    *client = (struct client) {connected(target), 1, now};
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
    epoll_ctl(poller, EPOLL_CTL_ADD, client->socket, &event);
    send_some(client, 1);
}

static void ask_from_new_sockets(struct sockaddr_in target, int at_once, int bytes, uint64_t total) {
    struct client *all = calloc((size_t) at_once, sizeof *all);
    int poller = epoll_create1(0);
    uint64_t begin = nanoseconds(), now = begin, looked = begin, count = 0, lost = 0;
    prepare(bytes);
    for (int i = 0; i < at_once; i++) {
        all[i].socket = -1;
        ask_anew(&all[i], target, poller, now);
    }
    while (count < total) {
        struct epoll_event events[256];
        int ready = epoll_wait(poller, events, 256, 50);
        now = nanoseconds();
        if (now - begin > 100000000000u) fail("the answers did not come within 100 s");
        for (int i = 0; i < ready; i++) {
            struct client *client = events[i].data.ptr;
            if (recv(client->socket, answers[0], sizeof answers[0], MSG_DONTWAIT) != bytes) continue;
            count++;
            ask_anew(client, target, poller, now);
        }
        for (int i = 0; i < at_once && now - looked > PATIENCE; i++) {
            if (now - all[i].last > PATIENCE) {
                lost++;
                ask_anew(&all[i], target, poller, now);
            }
        }
        looked = now - looked > PATIENCE ? now : looked;
    }
    printf("{\"answers\": %llu, \"lost\": %llu, \"seconds\": %f}\n", (unsigned long long) count, (unsigned long long) lost,
           (double) (now - begin) / 1e9);
}

static void send_burst(int socket, char *message, int segments, int bytes) {
    char control[CMSG_SPACE(sizeof(uint16_t))] = {0};
    struct iovec part = {message, (size_t) (segments * bytes)};
    struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *size = CMSG_FIRSTHDR(&header);
    size->cmsg_level = IPPROTO_UDP;
    size->cmsg_type = UDP_SEGMENT;
    size->cmsg_len = CMSG_LEN(sizeof(uint16_t));
    uint16_t value = (uint16_t) bytes;
    memcpy(CMSG_DATA(size), &value, sizeof value);
    if (sendmsg(socket, &header, 0) < 0 && errno != EAGAIN) fail("a burst");
}

static void burst(struct sockaddr_in target, int flows, int segments, int bytes, uint64_t total) {
    static char message[LARGE];
    uint64_t each = (uint64_t) segments * (uint64_t) bytes, moved = 0, lost = 0;
    struct client *all = calloc((size_t) flows, sizeof *all);
    int poller = epoll_create1(0);
    for (int i = 0; i < segments; i++) memcpy(message + i * bytes, &each, sizeof each);
    uint64_t begin = nanoseconds(), now = begin, looked = begin;
    for (int i = 0; i < flows; i++) {
        all[i] = (struct client) {connected(target), 1, begin};
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};
        epoll_ctl(poller, EPOLL_CTL_ADD, all[i].socket, &event);
        send_burst(all[i].socket, message, segments, bytes);
    }
    while (moved < total) {
        struct epoll_event events[64];
        int ready = epoll_wait(poller, events, 64, 20);
        now = nanoseconds();
        if (now - begin > 60000000000u) fail("the bursts did not arrive within 60 s");
        for (int i = 0; i < ready; i++) {
            struct client *client = events[i].data.ptr;
            uint64_t came;
            while (recv(client->socket, &came, sizeof came, 0) == sizeof came) {
                moved += came;
                client->last = now;
                send_burst(client->socket, message, segments, bytes);
            }
        }
        for (int i = 0; i < flows && now - looked > PATIENCE; i++) {
            if (now - all[i].last > PATIENCE) {
                lost++;
                all[i].last = now;
                send_burst(all[i].socket, message, segments, bytes);
            }
        }
        looked = now - looked > PATIENCE ? now : looked;
    }
    printf("{\"bytes\": %llu, \"lost\": %llu, \"seconds\": %f}\n", (unsigned long long) moved, (unsigned long long) lost,
           (double) (now - begin) / 1e9);
}

int main(int count, char **arguments) {
    if (count == 3 && strcmp(arguments[1], "echo") == 0) serve(echo, arguments[2]);
    if (count == 3 && strcmp(arguments[1], "sink") == 0) serve(sink, arguments[2]);
    if (count == 7 && strcmp(arguments[1], "ask") == 0) {
        ask(address(arguments[2]), atoi(arguments[3]), atoi(arguments[4]), atoi(arguments[5]), atof(arguments[6]));
        return 0;
    }
    if (count == 6 && strcmp(arguments[1], "new") == 0) {
        ask_from_new_sockets(address(arguments[2]), atoi(arguments[3]), atoi(arguments[4]), strtoull(arguments[5], NULL, 10));
        return 0;
    }
    if (count == 7 && strcmp(arguments[1], "burst") == 0) {
        burst(address(arguments[2]), atoi(arguments[3]), atoi(arguments[4]), atoi(arguments[5]), strtoull(arguments[6], NULL, 10));
        return 0;
    }
    fprintf(stderr, "usage: datagrams echo|sink PORT | ask HOST:PORT CLIENTS IN_FLIGHT BYTES SECONDS | new HOST:PORT AT_ONCE BYTES TOTAL | "
                    "burst HOST:PORT FLOWS SEGMENTS BYTES TOTAL\n");
    return 2;
}
