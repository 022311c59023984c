/* Connections at a fixed rate: arrivals HOST:PORT RATE SECONDS ANSWER_LENGTH LARGE_EVERY LARGE_ANSWER_LENGTH
 *
 * Open loop: connection i is opened when it is due, at start + i / RATE, whether or not the earlier ones have ended, and its time counts
 * from then. Each asks for / once, every LARGE_EVERYth one for /large. Prints one JSON object, times in microseconds;
 * TERM lets it do so before its time.
 */
#include "request.h"
#include <sys/prctl.h>

#define LONGEST 5000000 /* microseconds; longer ones count as this */
#define AT_ONCE 8192    /* more are not opened: the balancer is stuck */
#define PATIENCE 10     /* seconds for the last ones */

static struct kind small = {.request = "GET / HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n"};
static struct kind large = {.request = "GET /large HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n"};
static struct connection connections[AT_ONCE];
static struct connection *unused;
static uint32_t histogram[LONGEST + 1];
static long good, bad, late, most_at_once, at_once;
static char first_error[128] = "";

static void failed(const char *error) {
    if (bad++ == 0) snprintf(first_error, sizeof first_error, "%s", error);
}

static void finished(struct connection *connection, const char *error) {
    uint64_t microseconds = (nanoseconds() - connection->due) / 1000;
    if (error == NULL) {
        good++;
        histogram[microseconds > LONGEST ? LONGEST : microseconds]++;
    } else failed(error);
    close(connection->socket);
    connection->next = unused;
    unused = connection;
    at_once--;
}

static void open_due(long number, uint64_t due, long large_every) {
    struct connection *connection = unused;
    if (connection == NULL) {
        failed("8192 connections at once, and none of them ends");
        return;
    }
    struct connection *rest = connection->next;
    const char *error = open_connection(connection, number, number % large_every == large_every - 1 ? &large : &small);
    if (error != NULL) {
        failed(error);
        return;
    }
    unused = rest;
    connection->due = due;
    if (++at_once > most_at_once) most_at_once = at_once;
    if (nanoseconds() - due > 100000000) late++;
}

static long percentile(double part) {
    long wanted = (long) ((double) good * part), seen = 0;
    for (long i = 0; i <= LONGEST; i++)
        if ((seen += histogram[i]) > wanted) return i;
    return LONGEST;
}

int main(int arguments, char **argument) {
    if (arguments != 7) {
        fprintf(stderr, "arrivals HOST:PORT RATE SECONDS ANSWER_LENGTH LARGE_EVERY LARGE_ANSWER_LENGTH\n");
        return 2;
    }
    target = address(argument[1]);
    double rate = atof(argument[2]);
    long total = (long) (rate * atof(argument[3])), large_every = atol(argument[5]), released = 0;
    small.answer_length = atol(argument[4]);
    large.answer_length = atol(argument[6]);
    for (int i = 0; i < AT_ONCE; i++) {
        connections[i].next = unused;
        unused = &connections[i];
    }
    signal(SIGTERM, end_early);
    prctl(PR_SET_TIMERSLACK, 1ul);
    poll_descriptor = epoll_create1(0);
    uint64_t start = nanoseconds(), end = start + (uint64_t) ((double) total / rate * 1e9) + PATIENCE * 1000000000ull;
    while (good + bad < total && nanoseconds() < end) {
        uint64_t now = nanoseconds(), due;
        if (told_to_end && total > released) {
            total = released;
            end = now + PATIENCE * 1000000000ull;
        }
        while (released < total && (due = start + (uint64_t) ((double) released * 1e9 / rate)) <= now) open_due(released++, due, large_every);
        uint64_t next = released < total ? start + (uint64_t) ((double) released * 1e9 / rate) : now + 100000000;
        now = nanoseconds();
        uint64_t wait = next > now ? next - now : 0;
        struct timespec timeout = {.tv_sec = (time_t) (wait / 1000000000), .tv_nsec = (long) (wait % 1000000000)};
        struct epoll_event events[256];
        int number = epoll_pwait2(poll_descriptor, events, 256, &timeout, NULL);
        for (int i = 0; i < number; i++) ready(events[i].data.ptr, events[i].events);
    }
    if (good + bad < total) snprintf(first_error, sizeof first_error, "no answer within %d s", PATIENCE);
    printf("{\"due\": %ld, \"good\": %ld, \"bad\": %ld, \"late\": %ld, \"at_once\": %ld, \"p50\": %ld, \"p99\": %ld, \"max\": %ld, "
           "\"seconds\": %.3f, \"error\": \"%s\"}\n", total, good, total - good, late, most_at_once, percentile(0.5), percentile(0.99),
           percentile(0.9999999), (double) (nanoseconds() - start) / 1e9, first_error);
    return 0;
}
