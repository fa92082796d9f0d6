package com.orchestrator.engine.definition;

import java.util.HashMap;
import java.util.Map;

/**
 * Notes where each value of a document stands, and ends documents that say much in little: aliases of YAML multiply
 * values, and long keys around many values make pointers many times as long as the document.
 */
final class Places {

    private static final int VALUES_MAX = 50_000;
    private static final int CHARS_MAX = 8 * 1024 * 1024;

    private final Map<String, Position> positions = new HashMap<>();
    private int valuesLeft = VALUES_MAX;
    private int charsLeft = CHARS_MAX;

    Map<String, Position> positions() {
        return positions;
    }

    void value(String pointer, Position position) {
        charsLeft -= pointer.length();
        if (--valuesLeft < 0 || charsLeft < 0) {
            throw SourceReader.malformed("The document is too large", position);
        }
        positions.putIfAbsent(pointer, position);
    }

    /** Aliases repeat texts, too. */
    void text(String text, Position position) {
        charsLeft -= text.length();
        if (charsLeft < 0) {
            throw SourceReader.malformed("The document is too large", position);
        }
    }

    /** The place of the name, which counts for more than that of the value after it. */
    void field(String pointer, Position position) {
        positions.put(pointer, position);
    }
}
