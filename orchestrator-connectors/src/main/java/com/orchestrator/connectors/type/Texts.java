package com.orchestrator.connectors.type;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.UUID;

final class Texts {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int UUID_LENGTH = 36;

    private Texts() {}

    static String text(String text) throws BadCellException {
        if (text.indexOf('\0') >= 0) {
            throw new BadCellException("has a character U+0000, which PostgreSQL cannot keep");
        }
        return text;
    }

    static String json(String text) throws BadCellException {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new BadCellException("is no JSON");
            }
            parser.skipChildren();
            JsonToken more = parser.nextToken();
            if (more != null) {
                throw new BadCellException("has something behind its JSON");
            }
            return text(text);
        } catch (IOException notJson) {
            throw new BadCellException("is no JSON");
        }
    }

    static UUID uuid(String text) throws BadCellException {
        if (text.length() == UUID_LENGTH) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException notOne) {
                throw new BadCellException("is no UUID");
            }
        }
        throw new BadCellException("is no UUID");
    }

    static Boolean bool(String text) throws BadCellException {
        return switch (text) {
            case "true", "t", "TRUE", "True", "1" -> true;
            case "false", "f", "FALSE", "False", "0" -> false;
            default -> throw new BadCellException("is neither true nor false");
        };
    }
}
