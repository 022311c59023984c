/* Latency at a fixed rate: latency HOST:PORT RATE SECONDS CONNECTIONS ANSWER_LENGTH
 *
 * Open loop: request i is due at start + i / RATE on connection i modulo CONNECTIONS, whether or not the earlier ones were answered, and
 * its latency counts from when it was due. A balancer that stalls is charged for every request that had to wait ("coordinated omission").
 * The first fifth of the time, two seconds at most, is warm-up and not counted. Prints one JSON object, latencies in microseconds; TERM
 * lets it do so before its time.
 */
#include "common.h"
#include <sys/epoll.h>
#include <sys/prctl.h>

#define LONGEST 2000000 /* microseconds; longer ones count as this */
static const char REQUEST[] = "GET / HTTP/1.1\r\nHost: bench\r\n\r\n";

struct connection {
    int socket;
    long number;      /* 0 … CONNECTIONS-1 */
    long due;         /* requests that are due so far */
    long answered;
    int in_flight;
    size_t received;  /* bytes of the answer that is coming in */
};

static double interval; /* nanoseconds between two requests */
static long connection_count, answer_length;
static uint64_t start, count_from;
static uint32_t histogram[LONGEST + 1];
static long counted, all_answered, bad;

static uint64_t due_time(const struct connection *connection) {
    return start + (uint64_t) ((double) (connection->answered * connection_count + connection->number) * interval);
}

static void send_if_due(struct connection *connection) {
    if (connection->in_flight || connection->answered >= connection->due) return;
    connection->in_flight = 1;
    if (send(connection->socket, REQUEST, sizeof REQUEST - 1, MSG_NOSIGNAL) != sizeof REQUEST - 1) fail("send");
}

static void answered(struct connection *connection) {
    uint64_t now = nanoseconds(), due = due_time(connection);
    if (due >= count_from) {
        uint64_t microseconds = now > due ? (now - due) / 1000 : 0;
        histogram[microseconds > LONGEST ? LONGEST : microseconds]++;
        counted++;
    }
    connection->in_flight = 0;
    connection->received = 0;
    connection->answered++;
    all_answered++;
    send_if_due(connection);
}

static void receive(struct connection *connection) {
    char buffer[65536];
    ssize_t length = recv(connection->socket, buffer, sizeof buffer, 0);
    if (length < 0 && errno == EAGAIN) return;
    if (length <= 0) fail("recv: the connection ended");
    if (connection->received == 0 && (length < 12 || memcmp(buffer, "HTTP/1.1 200", 12) != 0)) bad++;
    connection->received += (size_t) length;
    if (connection->received == (size_t) answer_length) answered(connection);
    else if (connection->received > (size_t) answer_length) {
        fprintf(stderr, "answer longer than %ld bytes\n", answer_length);
        exit(1);
    }
}

static long percentile(double part) {
    long wanted = (long) ((double) counted * part), seen = 0;
    for (long i = 0; i <= LONGEST; i++)
        if ((seen += histogram[i]) > wanted) return i;
    return LONGEST;
}

static struct connection *connect_all(const char *target_text, int poll_descriptor) {
    struct sockaddr_in target = address(target_text);
    struct connection *connections = calloc((size_t) connection_count, sizeof *connections);
    for (long i = 0; i < connection_count; i++) {
        connections[i].number = i;
        connections[i].socket = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(connections[i].socket, (struct sockaddr *) &target, sizeof target) < 0) fail("connect");
        no_delay(connections[i].socket);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &connections[i]};
        if (epoll_ctl(poll_descriptor, EPOLL_CTL_ADD, connections[i].socket, &event) < 0) fail("epoll_ctl");
    }
    return connections;
}

int main(int arguments, char **argument) {
    if (arguments != 6) {
        fprintf(stderr, "latency HOST:PORT RATE SECONDS CONNECTIONS ANSWER_LENGTH\n");
        return 2;
    }
    double rate = atof(argument[2]), seconds = atof(argument[3]);
    connection_count = atol(argument[4]);
    answer_length = atol(argument[5]);
    interval = 1e9 / rate;
    long total = (long) (rate * seconds), released = 0;
    prctl(PR_SET_TIMERSLACK, 1ul); /* the default of 50 microseconds would be most of what is measured */
    int poll_descriptor = epoll_create1(0);
    struct connection *connections = connect_all(argument[1], poll_descriptor);
    start = nanoseconds() + 10000000;
    count_from = start + (uint64_t) (seconds < 10 ? seconds * 0.2e9 : 2e9);
    signal(SIGTERM, end_early);
    uint64_t end = start + (uint64_t) ((seconds + 5) * 1e9);
    while (all_answered < total) {
        uint64_t now = nanoseconds();
        if (told_to_end && total > released) {
            total = released;
            end = now + 5000000000;
        }
        if (now > end) break;
        while (released < total && start + (uint64_t) ((double) released * interval) <= now) {
            struct connection *connection = &connections[released++ % connection_count];
            connection->due++;
            send_if_due(connection);
        }
        uint64_t next = released < total ? start + (uint64_t) ((double) released * interval) : now + 100000000;
        now = nanoseconds();
        uint64_t wait = next > now ? next - now : 0;
        struct timespec timeout = {.tv_sec = (time_t) (wait / 1000000000), .tv_nsec = (long) (wait % 1000000000)};
        struct epoll_event events[64];
        int number = epoll_pwait2(poll_descriptor, events, 64, &timeout, NULL);
        for (int i = 0; i < number; i++) receive(events[i].data.ptr);
    }
    printf("{\"due\": %ld, \"answered\": %ld, \"bad\": %ld, \"p50\": %ld, \"p99\": %ld, \"p999\": %ld, \"max\": %ld}\n", total,
           all_answered, bad, percentile(0.5), percentile(0.99), percentile(0.999), percentile(0.9999999));
    return 0;
}
