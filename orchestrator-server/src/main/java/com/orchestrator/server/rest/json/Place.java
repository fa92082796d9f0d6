package com.orchestrator.server.rest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * Where in a document a pointer points to. Looked up by a second pass, and only for a refusal: Jackson builds a record
 * after it has read all of its fields, and by then reports the end of the object as the place of every fault in it.
 */
record Place(int line, int column) {

    static final Place UNKNOWN = new Place(0, 0);

    static Place of(String pointer, byte[] document, JsonFactory factory) {
        try (JsonParser in = factory.createParser(document)) {
            in.nextToken();
            return walk(in, JsonPointer.compile(pointer)).orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static Optional<Place> walk(JsonParser in, JsonPointer rest) throws IOException {
        if (rest.matches()) {
            return Optional.of(at(in.currentTokenLocation()));
        }
        if (in.currentToken() == null || !in.currentToken().isStructStart()) {
            return Optional.empty();
        }
        int index = 0;
        for (JsonToken token = in.nextToken(); token != null && !token.isStructEnd(); token = in.nextToken()) {
            boolean isNext = token == JsonToken.FIELD_NAME
                    ? rest.matchesProperty(in.currentName())
                    : rest.matchesElement(index++);
            JsonLocation here = in.currentTokenLocation();
            if (token == JsonToken.FIELD_NAME) {
                in.nextToken();
            }
            if (isNext) {
                return rest.tail().matches() ? Optional.of(at(here)) : walk(in, rest.tail());
            }
            in.skipChildren();
        }
        return Optional.empty();
    }

    private static Place at(JsonLocation location) {
        return new Place(Math.max(0, location.getLineNr()), Math.max(0, location.getColumnNr()));
    }
}
