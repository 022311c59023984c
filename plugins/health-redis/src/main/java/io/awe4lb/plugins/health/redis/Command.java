package io.awe4lb.plugins.health.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.awe4lb.spi.Secret;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/** A command as it is written: an array of strings with their lengths, so that no character in them means anything. */
final class Command {

    static final byte[] ROLE = bytes(List.of("ROLE"));

    private Command() {}

    /** Empty where there is no password. */
    static Optional<byte[]> auth(Optional<String> user, Optional<Secret> password) {
        return password
                .map(secret -> bytes(user.map(name -> List.of("AUTH", name, secret.value())).orElse(List.of("AUTH", secret.value()))));
    }

    private static byte[] bytes(List<String> words) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes("*%d\r\n".formatted(words.size()).getBytes(UTF_8));
        for (String word : words) {
            byte[] content = word.getBytes(UTF_8);
            bytes.writeBytes("$%d\r\n".formatted(content.length).getBytes(UTF_8));
            bytes.writeBytes(content);
            bytes.writeBytes("\r\n".getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
