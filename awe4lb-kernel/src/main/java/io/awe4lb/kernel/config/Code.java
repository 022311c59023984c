package io.awe4lb.kernel.config;

import java.util.Locale;

/** Every kind of finding. The words are shown to users and do not change. */
enum Code {
    UNREADABLE("The file cannot be read: it does not exist, may not be read or is not a regular file."),
    TOO_LARGE("The file is larger than 16 MiB."),
    NOT_UTF8("The file is not UTF-8 text."),
    EMPTY_FILE("The file has no content; a configuration with nothing in it is `{}`. A warning in `conf.d`."),
    SYNTAX("The file is not YAML, or uses what awe4lb does not read: tags, several documents, keys that are not text."),
    TOO_COMPLEX("Nested deeper than 100 levels, or more than 1 000 000 values once aliases are expanded."),
    DUPLICATE_KEY("A key is set twice, in one file or in two of a directory."),
    BAD_VARIABLE("A `${…}` that is not closed, nested or not a name."),
    UNSET_VARIABLE("An environment variable is not set and has no default."),
    UNKNOWN_KEY("No such key here."),
    MISSING_KEY("A key that is required."),
    CONFLICTING_KEYS("Two keys that exclude each other."),
    WRONG_TYPE("The value is of another type than the key takes."),
    OUT_OF_RANGE("The value is smaller or larger than allowed."),
    INVALID_ID("An id with other characters than letters, digits, `.`, `_` and `-`, beginning with `.` or `-`, or longer than 64."),
    INVALID_ADDRESS("Not an address that can be used here."),
    UNKNOWN_POOL("A listener names a pool that does not exist."),
    UNKNOWN_ISSUER("A listener names an issuer of certificates that does not exist."),
    UNKNOWN_TYPE("No plugin provides this type."),
    INVALID_NAME("Not a name of servers that a client can ask for, or not a regular expression."),
    DUPLICATE_BIND("Two listeners, or one listener twice, would listen on the same address."),
    DUPLICATE_BACKEND("Two backends of one pool have the same id."),
    INVALID_OPTIONS("The plugin says that its options do not fit together."),
    PLUGIN_FAILED("The plugin failed where it should have checked its options."),
    EMPTY_SECRET("A secret, its file or its environment variable has no content, or is the mask that is shown in its place."),
    INVALID_TOKEN("A token that a request cannot carry, or that two have."),
    ADMIN_WITHOUT_AUTH("The admin server listens on an address that is not loopback, and has no tokens."),
    TOO_MANY("More than 1 000 findings: the rest is left out."),
    ADMIN_WITHOUT_TLS("Warning: the admin server listens on an address that is not loopback, without TLS."),
    NO_ADMIN("Warning: there are tokens, but none with the role `admin`."),
    WEAK_TOKEN("Warning: a token is so short that it can be guessed."),
    OVERRIDDEN("Warning: the command line says something else, and that holds."),
    NO_LISTENERS("Warning: nothing is listened on."),
    UNUSED_POOL("Warning: no listener uses the pool."),
    UNUSED_ISSUER("Warning: no listener has a certificate from the issuer."),
    UNREACHABLE_ROUTE("Warning: an earlier route takes all clients of this one."),
    EVERYBODY_BELIEVED("Warning: PROXY headers are believed of everybody."),
    UNREACHABLE_BACKEND("Warning: a listener of UDP uses a pool with a backend that has a Unix socket."),
    NO_EFFECT("Warning: what is written changes nothing here."),
    NO_BACKENDS("Warning: the list of backends is empty."),
    NO_WEIGHT("Warning: every backend has weight 0, so work is spread evenly."),
    NO_ACCESS_LOG("Warning: the plugin of the access log's default format is not there, so nothing is logged."),
    MISSING_CAPABILITY("Warning: the process that reads this may not do what is asked; a start by the same user fails."),
    LOG_FILE("Warning: the file of the access log cannot be opened now; a start with it fails."),
    ACCESS_FILE(
            "Warning: a file of networks that an access rule names cannot be used now; a start with it fails. Of long ones the first 100 000 lines are looked at."),
    TIMEOUT_OVER_INTERVAL("Warning: a check may take longer than the time between two."),
    IGNORED_FILE("Warning: a file of `conf.d` is not read because its name does not end in `.yaml`.");

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final String description;

    Code(String description) {
        this.description = description;
    }

    String word() {
        return word;
    }

    String description() {
        return description;
    }
}
