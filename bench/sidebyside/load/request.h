/* One request on a connection of its own: opened without waiting, with "Connection: close", answered in full, ended by the server.
 *
 * The server ends first, so that TIME_WAIT stays on its side and no port of ours is used up; the source address changes from connection
 * to connection besides. A right answer is a 200 of the expected length. The generator says what happens when one is finished.
 */
#ifndef REQUEST_H
#define REQUEST_H
#include "common.h"
#include <sys/epoll.h>

#define SOURCES 8

struct kind {
    const char *request;
    long answer_length; /* of the whole answer with its head */
};

struct connection {
    int socket;
    int sent;
    long received;
    char start[12]; /* of the status line */
    const struct kind *kind;
    uint64_t due; /* for generators with a rate */
    struct connection *next; /* for generators that keep lists */
};

static struct sockaddr_in target;
static int poll_descriptor;

/* The socket is still open, and the connection's to close. An error is a sentence, NULL is a right answer. */
static void finished(struct connection *connection, const char *error);

/* Number chooses the source address. Returns an error, or NULL when it is under way. */
static const char *open_connection(struct connection *connection, long number, const struct kind *kind) {
    struct sockaddr_in source = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002u + (uint32_t) (number % SOURCES))};
    int on = 1;
    int socket_descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (socket_descriptor < 0) fail("socket");
    setsockopt(socket_descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    if (bind(socket_descriptor, (struct sockaddr *) &source, sizeof source) == 0
        && (connect(socket_descriptor, (struct sockaddr *) &target, sizeof target) == 0 || errno == EINPROGRESS)) {
        *connection = (struct connection) {.socket = socket_descriptor, .kind = kind};
        struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = connection};
        if (epoll_ctl(poll_descriptor, EPOLL_CTL_ADD, socket_descriptor, &event) < 0) fail("epoll_ctl");
        return NULL;
    }
    const char *error = strerror(errno);
    close(socket_descriptor);
    return error;
}

static void receive(struct connection *connection) {
    static char buffer[65536];
    for (;;) {
        ssize_t length = recv(connection->socket, buffer, sizeof buffer, 0);
        if (length < 0) {
            if (errno != EAGAIN) finished(connection, strerror(errno));
            return;
        }
        if (length == 0) {
            int complete = connection->received == connection->kind->answer_length && memcmp(connection->start, "HTTP/1.1 200", 12) == 0;
            finished(connection, complete ? NULL : "answer short or not 200");
            return;
        }
        for (ssize_t i = 0; i < length && connection->received + i < (long) sizeof connection->start; i++)
            connection->start[connection->received + i] = buffer[i];
        connection->received += length;
    }
}

static void ready(struct connection *connection, uint32_t events) {
    if (!connection->sent && (events & EPOLLOUT) && !(events & EPOLLERR)) {
        ssize_t length = (ssize_t) strlen(connection->kind->request);
        connection->sent = 1;
        if (send(connection->socket, connection->kind->request, (size_t) length, MSG_NOSIGNAL) != length) {
            finished(connection, "send");
            return;
        }
    }
    if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) receive(connection);
}
#endif
