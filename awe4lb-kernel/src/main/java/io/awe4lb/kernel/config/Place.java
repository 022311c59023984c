package io.awe4lb.kernel.config;

/**
 * A place in the configuration, for findings.
 *
 * @param position where its key was written; a list's item: where the item starts
 * @param pointer JSON Pointer
 */
record Place(Position position, String pointer) {

    static Place root(String file) {
        return new Place(Position.startOf(file), "");
    }

    Place child(String name, Position position) {
        return new Place(position, pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
    }

    Place at(Position other) {
        return new Place(other, pointer);
    }

    /** The last part of the pointer: the id of a listener or a pool. */
    String name() {
        return pointer.substring(pointer.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
    }
}
