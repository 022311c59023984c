/* TLS: tls connect full|resumed HOST:PORT COUNT THREADS ANSWER_LENGTH | tls get|put HOST:PORT STREAMS BYTES_A_STREAM [verify]
 *      tls arrive HOST:PORT RATE SECONDS THREADS CA_FILE NAME
 *
 * "connect" makes a connection a request, as the generator of connections does: TLS 1.3, X25519, AES-128-GCM, a blocking socket and one
 * connection after the other in each thread. "resumed" brings the ticket of the connection before; the first of each thread is not counted.
 * Streams are those of the generator of bulk, to its server, in TLS. "arrive" makes RATE connections a second with a full handshake and a
 * request each, whether or not those before have ended, and verifies chain and name; one that begins 100 ms late or more is counted.
 * Prints one JSON object, or fails with a sentence.
 */
#include "common.h"
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <pthread.h>

#define SOURCES 8
#define MOST_CERTIFICATES 64
#define LATE 100000000u /* nanoseconds */
#define MOST_THREADS 256
#define PERIOD (1 << 20) /* of the pattern, as in bulk.c */
#define BLOCK (128 * 1024)

struct header { /* as in bulk.c */
    char direction;
    char verify;
    char unused[6];
    uint64_t bytes;
};

struct worker {
    pthread_t thread;
    int number;
    long good, resumed, late;
    uint64_t bytes;
    SSL_SESSION *session;
    char error[128];
};

static struct sockaddr_in target;
static struct header wish;
static SSL_CTX *context;
static long count, answer_length; /* 0: any answer is right */
static double rate; /* a second; 0: as fast as it goes */
static uint64_t first_due;
static const char *name = "localhost";
static int resumes;
static volatile long begun;
static unsigned char pattern[PERIOD + BLOCK];
static unsigned long seen[MOST_CERTIFICATES]; /* hashes of certificates */
static int certificates;
static pthread_mutex_t seen_lock = PTHREAD_MUTEX_INITIALIZER;

static void fill_pattern(void) {
    uint32_t random = 1;
    for (int i = 0; i < PERIOD; i++) {
        random = random * 1664525u + 1013904223u;
        pattern[i] = (unsigned char) (random >> 24);
    }
    memcpy(pattern + PERIOD, pattern, BLOCK);
}

/* A ticket has come: the newest is kept. */
static int keep(SSL *ssl, SSL_SESSION *session) {
    struct worker *worker = SSL_get_app_data(ssl);
    SSL_SESSION_free(worker->session);
    worker->session = session;
    return 1;
}

static void prepare(void) {
    context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    if (SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256") != 1 || SSL_CTX_set1_groups_list(context, "X25519") != 1) exit(2);
    SSL_CTX_set_mode(context, SSL_MODE_AUTO_RETRY);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    if (resumes) SSL_CTX_sess_set_new_cb(context, keep);
}

static SSL *secured(int socket_descriptor, struct worker *worker) {
    SSL *ssl = SSL_new(context);
    SSL_set_app_data(ssl, worker);
    SSL_set_fd(ssl, socket_descriptor);
    SSL_set_tlsext_host_name(ssl, name);
    SSL_set1_host(ssl, name);
    if (worker->session != NULL) SSL_set_session(ssl, worker->session);
    if (SSL_connect(ssl) != 1) {
        snprintf(worker->error, sizeof worker->error, "handshake: %s", ERR_reason_error_string(ERR_peek_last_error()));
        SSL_free(ssl);
        return NULL;
    }
    return ssl;
}

/* The server ends first, so that TIME_WAIT stays on its side. Returns whether the answer was right. */
static int answered(SSL *ssl, struct worker *worker) {
    static const char request[] = "GET / HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n";
    char answer[65536];
    long received = 0;
    int length;
    if (SSL_write(ssl, request, sizeof request - 1) <= 0) return 0;
    while (received < (long) sizeof answer && (length = SSL_read(ssl, answer + received, (int) ((long) sizeof answer - received))) > 0)
        received += length;
    if ((received == answer_length || (answer_length == 0 && received > 0)) && memcmp(answer, "HTTP/1.1 200", 12) == 0) return 1;
    snprintf(worker->error, sizeof worker->error, "answer of %ld bytes", received);
    return 0;
}

static void see(SSL *ssl) {
    X509 *certificate = SSL_get1_peer_certificate(ssl);
    unsigned char digest[SHA_DIGEST_LENGTH];
    unsigned long hash;
    if (certificate == NULL) return;
    X509_digest(certificate, EVP_sha1(), digest, NULL);
    memcpy(&hash, digest, sizeof hash);
    X509_free(certificate);
    pthread_mutex_lock(&seen_lock);
    int known = 0;
    for (int i = 0; i < certificates; i++) known |= seen[i] == hash;
    if (!known && certificates < MOST_CERTIFICATES) seen[certificates++] = hash;
    pthread_mutex_unlock(&seen_lock);
}

static int exchange(struct worker *worker, long number) {
    struct sockaddr_in source = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002u + (uint32_t) (number % SOURCES))};
    struct timeval patience = {.tv_sec = 10};
    int socket_descriptor = socket(AF_INET, SOCK_STREAM, 0), on = 1, good = 0;
    setsockopt(socket_descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    setsockopt(socket_descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    no_delay(socket_descriptor);
    if (bind(socket_descriptor, (struct sockaddr *) &source, sizeof source) < 0
        || connect(socket_descriptor, (struct sockaddr *) &target, sizeof target) < 0) {
        snprintf(worker->error, sizeof worker->error, "connect: %s", strerror(errno));
    } else {
        SSL *ssl = secured(socket_descriptor, worker);
        if (ssl != NULL) {
            good = answered(ssl, worker);
            worker->resumed += good && SSL_session_reused(ssl);
            if (rate > 0) see(ssl);
            SSL_set_shutdown(ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN); /* else the session would count as broken */
            SSL_free(ssl);
        }
    }
    close(socket_descriptor);
    return good;
}

/* Sleeps until it is due. */
static void await_turn(struct worker *worker, long number) {
    uint64_t due = first_due + (uint64_t) ((double) number / rate * 1e9), now = nanoseconds();
    if (now < due) {
        struct timespec pause = {.tv_sec = (time_t) ((due - now) / 1000000000u), .tv_nsec = (long) ((due - now) % 1000000000u)};
        nanosleep(&pause, NULL);
    }
    worker->late += nanoseconds() > due + LATE;
}

static void *arrive(void *argument) {
    struct worker *worker = argument;
    for (long number = __sync_fetch_and_add(&begun, 1); number < count; number = __sync_fetch_and_add(&begun, 1)) {
        await_turn(worker, number);
        worker->good += exchange(worker, number);
    }
    return NULL;
}

static void *connect_often(void *argument) {
    struct worker *worker = argument;
    if (resumes && !exchange(worker, 0)) return NULL; /* for a ticket */
    for (long number = __sync_fetch_and_add(&begun, 1); number < count && worker->error[0] == 0; number = __sync_fetch_and_add(&begun, 1))
        worker->good += exchange(worker, number);
    return NULL;
}

static uint64_t send_bytes(SSL *ssl, uint64_t bytes) {
    uint64_t sent = 0;
    while (sent < bytes) {
        int length = SSL_write(ssl, pattern + sent % PERIOD, bytes - sent < BLOCK ? (int) (bytes - sent) : BLOCK);
        if (length <= 0) break;
        sent += (uint64_t) length;
    }
    return sent;
}

static uint64_t receive_bytes(SSL *ssl, uint64_t bytes, int verify) {
    unsigned char *buffer = malloc(BLOCK);
    uint64_t received = 0;
    while (received < bytes) {
        int length = SSL_read(ssl, buffer, bytes - received < BLOCK ? (int) (bytes - received) : BLOCK);
        if (length <= 0 || (verify && memcmp(buffer, pattern + received % PERIOD, (size_t) length) != 0)) break;
        received += (uint64_t) length;
    }
    free(buffer);
    return received;
}

static void *stream(void *argument) {
    struct worker *worker = argument;
    int socket_descriptor = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(socket_descriptor, (struct sockaddr *) &target, sizeof target) < 0) fail("connect");
    SSL *ssl = secured(socket_descriptor, worker);
    if (ssl == NULL) return NULL;
    if (SSL_write(ssl, &wish, sizeof wish) != sizeof wish) return NULL;
    if (wish.direction == 'g') worker->bytes = receive_bytes(ssl, wish.bytes, wish.verify);
    else {
        send_bytes(ssl, wish.bytes);
        if (SSL_read(ssl, &worker->bytes, sizeof worker->bytes) != sizeof worker->bytes) worker->bytes = 0;
    }
    SSL_free(ssl);
    close(socket_descriptor);
    return NULL;
}

static int run(int threads, void *(*work)(void *)) {
    static struct worker workers[MOST_THREADS];
    long good = 0, resumed = 0, late = 0;
    uint64_t bytes = 0;
    const char *error = "";
    if (threads > MOST_THREADS) threads = MOST_THREADS;
    uint64_t start = first_due = nanoseconds();
    for (int i = 0; i < threads; i++) pthread_create(&workers[i].thread, NULL, work, &workers[i]);
    for (int i = 0; i < threads; i++) {
        pthread_join(workers[i].thread, NULL);
        good += workers[i].good;
        resumed += workers[i].resumed;
        late += workers[i].late;
        bytes += workers[i].bytes;
        if (workers[i].error[0] != 0) error = workers[i].error;
    }
    printf("{\"good\": %ld, \"bad\": %ld, \"resumed\": %ld, \"late\": %ld, \"certificates\": %d, \"bytes\": %lu, \"expected\": %lu, "
           "\"seconds\": %.6f, \"error\": \"%s\"}\n", good, count - good, resumed, late, certificates, bytes,
           wish.bytes * (uint64_t) threads, (double) (nanoseconds() - start) / 1e9, error);
    return 0;
}

static void trust(const char *authorities) {
    if (SSL_CTX_load_verify_locations(context, authorities, NULL) != 1) {
        fprintf(stderr, "%s has no authorities\n", authorities);
        exit(2);
    }
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
}

int main(int arguments, char **argument) {
    signal(SIGPIPE, SIG_IGN);
    resumes = arguments > 2 && strcmp(argument[2], "resumed") == 0;
    prepare();
    if (arguments == 8 && strcmp(argument[1], "arrive") == 0) {
        target = address(argument[2]);
        rate = atof(argument[3]);
        count = (long) (rate * atof(argument[4]));
        name = argument[7];
        trust(argument[6]);
        return run(atoi(argument[5]), arrive);
    }
    if (arguments == 7 && strcmp(argument[1], "connect") == 0) {
        target = address(argument[3]);
        count = atol(argument[4]);
        answer_length = atol(argument[6]);
        return run(atoi(argument[5]), connect_often);
    }
    if (arguments >= 5 && (strcmp(argument[1], "get") == 0 || strcmp(argument[1], "put") == 0)) {
        fill_pattern();
        target = address(argument[2]);
        wish = (struct header) {.direction = argument[1][0], .verify = arguments > 5, .bytes = strtoull(argument[4], NULL, 10)};
        return run(atoi(argument[3]), stream);
    }
    fprintf(stderr, "tls connect full|resumed HOST:PORT COUNT THREADS ANSWER_LENGTH | tls get|put HOST:PORT STREAMS BYTES_A_STREAM [verify]"
                    " | tls arrive HOST:PORT RATE SECONDS THREADS CA_FILE NAME\n");
    return 2;
}
