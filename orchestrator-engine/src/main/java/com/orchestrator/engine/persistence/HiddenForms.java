package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.orchestrator.api.model.Payload;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What workers have written about faults: in a sealed page a number, which is its size among the {@link HiddenParts}, and else as it is.
 * Jackson reads the annotations, nobody the fields.
 */
@SuppressWarnings("UnusedVariable")
final class HiddenForms {

    private HiddenForms() {}

    abstract static class Told {
        @JsonSerialize(using = TextWriter.class)
        @JsonDeserialize(using = TextReader.class)
        @Nullable
        String message;
    }

    abstract static class Fault {
        @JsonSerialize(using = TextWriter.class)
        @JsonDeserialize(using = TextReader.class)
        @Nullable
        String message;

        @JsonSerialize(using = JsonWriter.class)
        @JsonDeserialize(using = JsonReader.class)
        @Nullable
        Payload details;
    }

    static final class TextWriter extends JsonSerializer<String> {
        @Override
        public void serialize(String text, JsonGenerator out, SerializerProvider context) throws IOException {
            HiddenParts hidden = PageFrame.of(context).hidden();
            if (hidden == null) {
                out.writeString(text);
            } else {
                out.writeNumber(hidden.put(text));
            }
        }
    }

    static final class TextReader extends JsonDeserializer<String> {
        @Override
        public String deserialize(JsonParser in, DeserializationContext context) throws IOException {
            HiddenParts hidden = PageFrame.of(context).hidden();
            return hidden == null ? in.getText() : hidden.text(in.getIntValue());
        }
    }

    static final class JsonWriter extends JsonSerializer<Payload> {
        @Override
        public void serialize(Payload json, JsonGenerator out, SerializerProvider context) throws IOException {
            HiddenParts hidden = PageFrame.of(context).hidden();
            if (hidden == null) {
                context.defaultSerializeValue(json, out);
            } else {
                out.writeNumber(hidden.put(json.bytes()));
            }
        }
    }

    static final class JsonReader extends JsonDeserializer<Payload> {
        @Override
        public Payload deserialize(JsonParser in, DeserializationContext context) throws IOException {
            HiddenParts hidden = PageFrame.of(context).hidden();
            return hidden == null ? context.readValue(in, Payload.class) : hidden.payload(in.getIntValue());
        }

        /** An absent field is no payload; an explicit {@code null} is the payload null. */
        @Override
        public Payload getNullValue(DeserializationContext context) {
            return Payload.NULL;
        }

        @Override
        @SuppressWarnings("NullAway")
        public @Nullable Object getAbsentValue(DeserializationContext context) {
            return null;
        }
    }
}
