package com.orchestrator.api.limit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Tells a field that is null, which takes a setting away, from one that is not there, which leaves it. */
final class SettingReader extends JsonDeserializer<Setting<?>> implements ContextualDeserializer {

    private final @Nullable JavaType valueType;

    SettingReader() {
        this(null);
    }

    private SettingReader(@Nullable JavaType valueType) {
        this.valueType = valueType;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
        JavaType setting = property == null ? context.getContextualType() : property.getType();
        return new SettingReader(setting.containedTypeOrUnknown(0));
    }

    @Override
    public Setting<?> deserialize(JsonParser in, DeserializationContext context) throws IOException {
        return Setting.of(context.readValue(in, valueType));
    }

    @Override
    public Setting<?> getNullValue(DeserializationContext context) {
        return Setting.none();
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
        return null;
    }
}
