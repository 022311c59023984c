/* A connection a request: connections HOST:PORT COUNT CONCURRENCY ANSWER_LENGTH
 *
 * Opens COUNT connections, CONCURRENCY at a time, with a request each. Prints one JSON object.
 */
#include "request.h"

static struct kind small = {.request = "GET / HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n"};
static long opened, good, bad;
static long count;
static char last_error[128] = "";

static void failed(const char *error) {
    bad++;
    snprintf(last_error, sizeof last_error, "%s", error);
}

static void open_next(struct connection *connection) {
    connection->socket = -1;
    while (opened < count) {
        const char *error = open_connection(connection, opened++, &small);
        if (error == NULL) return;
        failed(error);
    }
}

static void finished(struct connection *connection, const char *error) {
    if (error == NULL) good++;
    else failed(error);
    close(connection->socket);
    open_next(connection);
}

int main(int arguments, char **argument) {
    if (arguments != 5) {
        fprintf(stderr, "connections HOST:PORT COUNT CONCURRENCY ANSWER_LENGTH\n");
        return 2;
    }
    target = address(argument[1]);
    count = atol(argument[2]);
    long concurrency = atol(argument[3]);
    small.answer_length = atol(argument[4]);
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
