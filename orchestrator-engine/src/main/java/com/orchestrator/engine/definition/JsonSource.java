package com.orchestrator.engine.definition;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** JSON with the place of every value. */
final class JsonSource {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(SourceReader.DEPTH_MAX)
                    .maxNumberLength(SourceReader.NUMBER_CHARS_MAX)
                    .build())
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser in;
    private final Places places = new Places();

    private JsonSource(JsonParser in) {
        this.in = in;
    }

    static SourceDocument read(String text) {
        try (JsonParser in = FACTORY.createParser(text)) {
            JsonSource source = new JsonSource(in);
            in.nextToken();
            JsonNode root = source.value("");
            if (in.nextToken() != null) {
                throw SourceReader.malformed(
                        "There is text after the end of the document", position(in.currentLocation()));
            }
            return new SourceDocument(root, source.places.positions());
        } catch (JsonProcessingException broken) {
            throw SourceReader.malformed(plain(broken.getOriginalMessage()), position(broken.getLocation()));
        } catch (IOException impossible) {
            throw new IllegalStateException("A text in memory cannot be read", impossible);
        }
    }

    /** Without what only readers of this program's sources understand. */
    private static String plain(String message) {
        return message.replaceAll(" ?\\(start marker at .*", "").replaceAll(", from `[^`]*`", "");
    }

    private static Position position(JsonLocation location) {
        return location == null ? Position.UNKNOWN : new Position(location.getLineNr(), location.getColumnNr());
    }

    private JsonNode value(String pointer) throws IOException {
        places.value(pointer, position(in.currentTokenLocation()));
        JsonToken token = in.currentToken();
        if (token == null) {
            throw SourceReader.malformed("The document is empty", Position.UNKNOWN);
        }
        return switch (token) {
            case START_OBJECT -> object(pointer);
            case START_ARRAY -> array(pointer);
            case VALUE_STRING -> NODES.textNode(checked(in.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                SourceReader.number(in.getText(), position(in.currentTokenLocation()));
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw SourceReader.malformed("Unexpected " + token, position(in.currentLocation()));
        };
    }

    private String checked(String text) {
        SourceReader.checkText(text, position(in.currentTokenLocation()));
        return text;
    }

    private ObjectNode object(String pointer) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = checked(in.currentName());
            String field = SourceDocument.child(pointer, name);
            places.field(field, position(in.currentTokenLocation()));
            in.nextToken();
            object.set(name, value(field));
        }
        return object;
    }

    private ArrayNode array(String pointer) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(pointer + "/" + array.size()));
        }
        return array;
    }
}
