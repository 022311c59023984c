/* A connection a request: connections HOST:PORT COUNT CONCURRENCY ANSWER_LENGTH
 *
 * Opens COUNT connections, CONCURRENCY at a time; each sends one request with "Connection: close", reads to the end and closes.
 * The server ends first, so that TIME_WAIT stays on its side and no port of ours is used up; the source address changes from
 * connection to connection besides. Every answer must be a 200 of ANSWER_LENGTH bytes. Prints one JSON object.
 */
#include "common.h"
#include <sys/epoll.h>

#define SOURCES 8
static const char REQUEST[] = "GET / HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n";

struct connection {
    int socket;
    int sent;
    size_t received;
    char start[12]; /* of the status line */
};

static struct sockaddr_in target;
static int poll_descriptor;
static long opened, good, bad;
static long count, answer_length;
static char last_error[128] = "";

static void open_next(struct connection *connection) {
    connection->socket = -1;
    while (opened < count) {
        struct sockaddr_in source = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002u + (uint32_t) (opened % SOURCES))};
        int on = 1;
        opened++;
        int socket_descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        if (socket_descriptor < 0) fail("socket");
        setsockopt(socket_descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
        if (bind(socket_descriptor, (struct sockaddr *) &source, sizeof source) == 0
            && (connect(socket_descriptor, (struct sockaddr *) &target, sizeof target) == 0 || errno == EINPROGRESS)) {
            *connection = (struct connection) {.socket = socket_descriptor};
            struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = connection};
            if (epoll_ctl(poll_descriptor, EPOLL_CTL_ADD, socket_descriptor, &event) < 0) fail("epoll_ctl");
            return;
        }
        snprintf(last_error, sizeof last_error, "connect: %s", strerror(errno));
        close(socket_descriptor);
        bad++;
    }
}

static void finish(struct connection *connection, const char *error) {
    if (error == NULL) good++;
    else {
        bad++;
        snprintf(last_error, sizeof last_error, "%s", error);
    }
    close(connection->socket);
    open_next(connection);
}

static void receive(struct connection *connection) {
    char buffer[65536];
    for (;;) {
        ssize_t length = recv(connection->socket, buffer, sizeof buffer, 0);
        if (length < 0) {
            if (errno != EAGAIN) finish(connection, strerror(errno));
            return;
        }
        if (length == 0) {
            int complete = connection->received == (size_t) answer_length && memcmp(connection->start, "HTTP/1.1 200", 12) == 0;
            finish(connection, complete ? NULL : "answer short or not 200");
            return;
        }
        for (ssize_t i = 0; i < length && connection->received + (size_t) i < sizeof connection->start; i++)
            connection->start[connection->received + (size_t) i] = buffer[i];
        connection->received += (size_t) length;
    }
}

static void ready(struct connection *connection, uint32_t events) {
    if (!connection->sent && (events & EPOLLOUT) && !(events & EPOLLERR)) {
        connection->sent = 1;
        if (send(connection->socket, REQUEST, sizeof REQUEST - 1, MSG_NOSIGNAL) != sizeof REQUEST - 1) {
            finish(connection, "send");
            return;
        }
    }
    if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) receive(connection);
}

int main(int arguments, char **argument) {
    if (arguments != 5) {
        fprintf(stderr, "connections HOST:PORT COUNT CONCURRENCY ANSWER_LENGTH\n");
        return 2;
    }
    target = address(argument[1]);
    count = atol(argument[2]);
    long concurrency = atol(argument[3]);
    answer_length = atol(argument[4]);
    poll_descriptor = epoll_create1(0);
    struct connection *connections = calloc((size_t) concurrency, sizeof *connections);
    uint64_t start = nanoseconds();
    for (long i = 0; i < concurrency; i++) open_next(&connections[i]);
    while (good + bad < count) {
        struct epoll_event events[256];
        int number = epoll_wait(poll_descriptor, events, 256, 10000);
        if (number == 0) {
            snprintf(last_error, sizeof last_error, "nothing happened for 10 s");
            break;
        }
        for (int i = 0; i < number; i++) ready(events[i].data.ptr, events[i].events);
    }
    printf("{\"good\": %ld, \"bad\": %ld, \"seconds\": %.6f, \"error\": \"%s\"}\n", good, count - good,
           (double) (nanoseconds() - start) / 1e9, last_error);
    return 0;
}
