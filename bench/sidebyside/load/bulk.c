/* Bulk: bulk serve PORT | bulk get|put HOST:PORT STREAMS BYTES_A_STREAM [verify]
 *
 * "get" streams from the server to the client, "put" the other way; blocking sockets, one thread a stream, 128 kB a call as in iperf3.
 * Both ends know how many bytes there must be; with "verify" also which ones. Client prints one JSON object, or fails with a sentence.
 */
#include "common.h"
#include <pthread.h>
#include <signal.h>

#define PERIOD (1 << 20) /* bytes until the pattern repeats */
#define BLOCK (128 * 1024)

struct header {
    char direction; /* 'g' or 'p', seen from the client */
    char verify;
    char unused[6];
    uint64_t bytes; /* host order: both ends are on one machine */
};

static unsigned char pattern[PERIOD + BLOCK];
static struct sockaddr_in target;
static struct header wish;

static void fill_pattern(void) {
    uint32_t random = 1;
    for (int i = 0; i < PERIOD; i++) {
        random = random * 1664525u + 1013904223u;
        pattern[i] = (unsigned char) (random >> 24);
    }
    memcpy(pattern + PERIOD, pattern, BLOCK);
}

static uint64_t send_bytes(int socket, uint64_t bytes) {
    uint64_t sent = 0;
    while (sent < bytes) {
        size_t wanted = bytes - sent < BLOCK ? (size_t) (bytes - sent) : BLOCK;
        ssize_t length = send(socket, pattern + sent % PERIOD, wanted, MSG_NOSIGNAL);
        if (length <= 0) break;
        sent += (uint64_t) length;
    }
    return sent;
}

/* How many bytes came until `bytes` or the end; with verify, until the first wrong one. */
static uint64_t receive_bytes(int socket, uint64_t bytes, int verify) {
    unsigned char *buffer = malloc(BLOCK);
    uint64_t received = 0;
    while (received < bytes) {
        size_t wanted = bytes - received < BLOCK ? (size_t) (bytes - received) : BLOCK;
        ssize_t length = recv(socket, buffer, wanted, 0);
        if (length <= 0 || (verify && memcmp(buffer, pattern + received % PERIOD, (size_t) length) != 0)) break;
        received += (uint64_t) length;
    }
    free(buffer);
    return received;
}

static void *serve_one(void *argument) {
    int socket = (int) (intptr_t) argument;
    struct header header;
    if (recv(socket, &header, sizeof header, MSG_WAITALL) == sizeof header) {
        if (header.direction == 'g') send_bytes(socket, header.bytes);
        else {
            uint64_t received = receive_bytes(socket, header.bytes, header.verify);
            send(socket, &received, sizeof received, MSG_NOSIGNAL);
        }
        char end;
        shutdown(socket, SHUT_WR);
        while (recv(socket, &end, 1, 0) > 0) { }
    }
    close(socket);
    return NULL;
}

static void serve(const char *port) {
    char text[64];
    snprintf(text, sizeof text, "127.0.0.1:%s", port);
    struct sockaddr_in local = address(text);
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *) &local, sizeof local) < 0 || listen(listener, 1024) < 0) fail("bind");
    for (;;) {
        int socket = accept(listener, NULL, NULL);
        pthread_t thread;
        if (socket >= 0 && pthread_create(&thread, NULL, serve_one, (void *) (intptr_t) socket) == 0) pthread_detach(thread);
    }
}

static void *stream(void *argument) {
    uint64_t *moved = argument;
    int socket_descriptor = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(socket_descriptor, (struct sockaddr *) &target, sizeof target) < 0) fail("connect");
    if (send(socket_descriptor, &wish, sizeof wish, MSG_NOSIGNAL) != sizeof wish) fail("send");
    if (wish.direction == 'g') *moved = receive_bytes(socket_descriptor, wish.bytes, wish.verify);
    else {
        send_bytes(socket_descriptor, wish.bytes);
        if (recv(socket_descriptor, moved, sizeof *moved, MSG_WAITALL) != sizeof *moved) *moved = 0;
    }
    close(socket_descriptor);
    return NULL;
}

int main(int arguments, char **argument) {
    signal(SIGPIPE, SIG_IGN);
    fill_pattern();
    if (arguments == 3 && strcmp(argument[1], "serve") == 0) serve(argument[2]);
    if (arguments < 5) {
        fprintf(stderr, "bulk serve PORT | bulk get|put HOST:PORT STREAMS BYTES_A_STREAM [verify]\n");
        return 2;
    }
    target = address(argument[2]);
    wish = (struct header) {.direction = argument[1][0], .verify = arguments > 5, .bytes = strtoull(argument[4], NULL, 10)};
    int streams = atoi(argument[3]);
    pthread_t threads[64];
    uint64_t moved[64] = {0}, total = 0;
    uint64_t start = nanoseconds();
    for (int i = 0; i < streams && i < 64; i++) pthread_create(&threads[i], NULL, stream, &moved[i]);
    for (int i = 0; i < streams && i < 64; i++) {
        pthread_join(threads[i], NULL);
        total += moved[i];
    }
    printf("{\"bytes\": %lu, \"expected\": %lu, \"seconds\": %.6f}\n", total, wish.bytes * (uint64_t) streams,
           (double) (nanoseconds() - start) / 1e9);
    return 0;
}
