/* What a tcp check costs the system itself: checks PORT BACKENDS INTERVAL_MILLISECONDS SECONDS
 *
 * Does to each of the addresses of backends.py what awe4lb's check does (connect without waiting, look whether it came about, reset), on one
 * thread that wakes up every 25 ms and decides nothing: whoever checks in the same way cannot be cheaper. Prints one JSON object.
 */
#include "common.h"
#include <poll.h>
#include <sys/resource.h>

#define TICK 25000000u /* nanoseconds, as awe4lb's */

static long passed, failed;

static void check(const struct sockaddr_in *backend) {
    int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket_ < 0) fail("socket");
    struct linger reset = {.l_onoff = 1, .l_linger = 0};
    int off = 0, error = 0;
    socklen_t length = sizeof error;
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    setsockopt(socket_, IPPROTO_TCP, TCP_QUICKACK, &off, sizeof off);
    int connected = connect(socket_, (const struct sockaddr *) backend, sizeof *backend) == 0;
    if (!connected && errno == EINPROGRESS) {
        struct pollfd writable = {.fd = socket_, .events = POLLOUT};
        connected = poll(&writable, 1, 1000) == 1 && getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &length) == 0 && error == 0;
    }
    if (connected) passed++;
    else failed++;
    close(socket_);
}

static double cpu_seconds(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double) (used.ru_utime.tv_sec + used.ru_stime.tv_sec) + (double) (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

int main(int count, char **arguments) {
    if (count != 5) {
        fprintf(stderr, "usage: checks PORT BACKENDS INTERVAL_MILLISECONDS SECONDS\n");
        return 2;
    }
    long backends = atol(arguments[2]), interval = atol(arguments[3]), seconds = atol(arguments[4]);
    struct sockaddr_in *all = calloc((size_t) backends, sizeof *all);
    for (long i = 0; i < backends; i++) {
        uint32_t host = 127u << 24 | (uint32_t) (64 + i / 62500) << 16 | (uint32_t) (i / 250 % 250) << 8 | (uint32_t) (i % 250 + 1);
        all[i] = (struct sockaddr_in) {.sin_family = AF_INET, .sin_port = htons((uint16_t) atoi(arguments[1])), .sin_addr = {htonl(host)}};
    }
    uint64_t begin = nanoseconds(), end = begin + (uint64_t) seconds * 1000000000u, next = begin;
    double per_nanosecond = (double) backends / ((double) interval * 1e6);
    long done = 0;
    while (nanoseconds() < end) {
        next += TICK;
        for (long due = (long) ((double) (next - begin) * per_nanosecond); done < due; done++) check(&all[done % backends]);
        struct timespec until = {(time_t) (next / 1000000000u), (long) (next % 1000000000u)};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
    }
    printf("{\"passed\": %ld, \"failed\": %ld, \"seconds\": %.3f, \"cpu_seconds\": %.3f}\n", passed, failed,
           (double) (nanoseconds() - begin) / 1e9, cpu_seconds());
    return 0;
}
