package io.awe4lb.kernel.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why the system refused a file, for people: some of the JDK's exceptions say it by their type alone. */
final class Reason {

    private Reason() {}

    static String of(IOException refused) {
        return switch (refused) {
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileAlreadyExistsException inTheWay -> inTheWay.getFile() + ": is no directory";
            case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
            case FileSystemException other when other.getReason() != null -> other.getMessage();
            default -> refused.toString();
        };
    }
}
