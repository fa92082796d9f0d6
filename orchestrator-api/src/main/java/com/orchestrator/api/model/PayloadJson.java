package com.orchestrator.api.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Moves payloads in and out of JSON documents without re-printing them. Reading cuts the value's bytes out of the source
 * document when the parser knows its source as a byte array (the server's does, by
 * {@code StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION}); otherwise the value is copied token by token, which keeps every
 * digit but not white space, escapes or the notation of a number.
 */
final class PayloadJson {

    private static final JsonFactory COPIES = new JsonFactory();

    private PayloadJson() {}

    static final class Writer extends JsonSerializer<Payload> {
        @Override
        public void serialize(Payload payload, JsonGenerator out, SerializerProvider context) throws IOException {
            out.writeRawValue(new RawText(payload.bytes()));
        }
    }

    static final class Reader extends JsonDeserializer<Payload> {
        @Override
        public Payload deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (in instanceof UTF8StreamJsonParser) {
                ContentReference source = in.currentLocation().contentReference();
                if (source.getRawContent() instanceof byte[] document) {
                    return PayloadSlices.cut(in, document, Math.max(0, source.contentOffset()));
                }
            }
            return copy(in);
        }

        @Override
        public Payload getNullValue(DeserializationContext context) {
            return Payload.NULL;
        }

        /** An absent field is no payload; an explicit {@code null} is the payload null. */
        @Override
        @SuppressWarnings("NullAway")
        public @Nullable Object getAbsentValue(DeserializationContext context) {
            return null;
        }

        private static Payload copy(JsonParser in) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (JsonGenerator out = COPIES.createGenerator(bytes)) {
                copyStructure(in, out);
            }
            return Payload.ofJson(bytes.toByteArray());
        }
    }

    /** Jackson copies a single event exactly, but offers no exact copy of a structure. */
    private static void copyStructure(JsonParser in, JsonGenerator out) throws IOException {
        int depth = 0;
        while (true) {
            out.copyCurrentEventExact(in);
            depth += in.currentToken().isStructStart() ? 1 : in.currentToken().isStructEnd() ? -1 : 0;
            if (depth == 0 && in.currentToken() != JsonToken.FIELD_NAME) {
                return;
            }
            in.nextToken();
        }
    }

    /** Text that is JSON already, handed to the generator as bytes: no decoding, one copy. */
    private record RawText(byte[] utf8) implements SerializableString {

        @Override
        public String getValue() {
            return new String(utf8, StandardCharsets.UTF_8);
        }

        @Override
        public int charLength() {
            return getValue().length();
        }

        @Override
        public char[] asQuotedChars() {
            return getValue().toCharArray();
        }

        @Override
        public byte[] asUnquotedUTF8() {
            return utf8;
        }

        @Override
        public byte[] asQuotedUTF8() {
            return utf8;
        }

        @Override
        public int appendQuotedUTF8(byte[] buffer, int offset) {
            return appendUnquotedUTF8(buffer, offset);
        }

        @Override
        public int appendQuoted(char[] buffer, int offset) {
            return appendUnquoted(buffer, offset);
        }

        @Override
        public int appendUnquotedUTF8(byte[] buffer, int offset) {
            if (buffer.length - offset < utf8.length) {
                return -1;
            }
            System.arraycopy(utf8, 0, buffer, offset, utf8.length);
            return utf8.length;
        }

        @Override
        public int appendUnquoted(char[] buffer, int offset) {
            String text = getValue();
            if (buffer.length - offset < text.length()) {
                return -1;
            }
            text.getChars(0, text.length(), buffer, offset);
            return text.length();
        }

        @Override
        public int writeQuotedUTF8(OutputStream out) throws IOException {
            return writeUnquotedUTF8(out);
        }

        @Override
        public int writeUnquotedUTF8(OutputStream out) throws IOException {
            out.write(utf8);
            return utf8.length;
        }

        @Override
        public int putQuotedUTF8(ByteBuffer buffer) {
            return putUnquotedUTF8(buffer);
        }

        @Override
        public int putUnquotedUTF8(ByteBuffer buffer) {
            if (buffer.remaining() < utf8.length) {
                return -1;
            }
            buffer.put(utf8);
            return utf8.length;
        }
    }
}
