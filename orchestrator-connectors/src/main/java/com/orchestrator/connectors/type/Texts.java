package com.orchestrator.connectors.type;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

final class Texts {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int UUID_LENGTH = 36;
    private static final int MAX_BOOLEAN = 5;

    private Texts() {}

    static void text(char[] text, int begin, int end, Value into) throws BadCellException {
        for (int i = begin; i < end; i++) {
            char c = text[i];
            if (c == 0) {
                throw new BadCellException("has a character U+0000, which PostgreSQL cannot keep");
            }
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                i = requireWhole(text, i, end);
            }
        }
        into.set(text, begin, end);
    }

    /** The second half's place. JSON can write one half alone; UTF-8 cannot, and would put a question mark there. */
    private static int requireWhole(char[] text, int at, int end) throws BadCellException {
        if (at + 1 < end && Character.isSurrogatePair(text[at], text[at + 1])) {
            return at + 1;
        }
        throw new BadCellException("has half a character, which is no text");
    }

    static void json(char[] text, int begin, int end, Value into) throws BadCellException {
        try (JsonParser parser = JSON.createParser(text, begin, end - begin)) {
            if (parser.nextToken() == null) {
                throw new BadCellException("is no JSON");
            }
            parser.skipChildren();
            JsonToken more = parser.nextToken();
            if (more != null) {
                throw new BadCellException("has something behind its JSON");
            }
            text(text, begin, end, into);
        } catch (IOException notJson) {
            throw new BadCellException("is no JSON");
        }
    }

    static void uuid(char[] text, int begin, int end, Value into) throws BadCellException {
        long high = 0;
        long low = 0;
        int bad = end - begin - UUID_LENGTH;
        for (int i = 0; bad == 0 && i < UUID_LENGTH; i++) {
            char c = text[begin + i];
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                bad |= c ^ '-';
            } else {
                int digit = hexadecimal(c);
                bad |= digit & ~0xF;
                high = high << 4 | low >>> 60;
                low = low << 4 | digit;
            }
        }
        if (bad != 0) {
            throw new BadCellException("is no UUID");
        }
        into.set(high, low);
    }

    private static int hexadecimal(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    static void bool(char[] text, int begin, int end, Value into) throws BadCellException {
        String written = end - begin > MAX_BOOLEAN ? "" : new String(text, begin, end - begin);
        switch (written) {
            case "true", "t", "TRUE", "True", "1" -> into.set(1);
            case "false", "f", "FALSE", "False", "0" -> into.set(0);
            default -> throw new BadCellException("is neither true nor false");
        }
    }
}
