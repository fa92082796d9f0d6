package com.orchestrator.api.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Moves payloads in and out of JSON documents without re-printing them. Reading cuts the value's bytes out of the source
 * document when the parser knows its source as a byte array (the server's does); otherwise the value is re-printed from
 * its tree.
 */
final class PayloadJson {

    private PayloadJson() {}

    static final class Writer extends JsonSerializer<Payload> {
        @Override
        public void serialize(Payload payload, JsonGenerator out, SerializerProvider context) throws IOException {
            out.writeRawValue(new String(payload.bytes(), StandardCharsets.UTF_8));
        }
    }

    static final class Reader extends JsonDeserializer<Payload> {
        @Override
        public Payload deserialize(JsonParser in, DeserializationContext context) throws IOException {
            Object source = in.currentLocation().contentReference().getRawContent();
            if (source instanceof byte[] document) {
                return slice(in, document);
            }
            JsonNode tree = in.readValueAsTree();
            return Payload.ofTree(tree);
        }

        @Override
        public Payload getNullValue(DeserializationContext context) {
            return Payload.NULL;
        }

        private static Payload slice(JsonParser in, byte[] document) throws IOException {
            int start = (int) in.currentTokenLocation().getByteOffset();
            if (in.currentToken() == JsonToken.START_OBJECT || in.currentToken() == JsonToken.START_ARRAY) {
                in.skipChildren();
            } else {
                in.finishToken();
            }
            int end = (int) in.currentLocation().getByteOffset();
            return Payload.ofJson(Arrays.copyOfRange(document, start, end));
        }
    }
}
