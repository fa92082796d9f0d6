package com.orchestrator.api.limit;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import org.jspecify.annotations.Nullable;

/**
 * What an update makes of a setting that may be absent: another value, or none any more, which is JSON null. A setting that an update
 * does not mention stays as it is.
 *
 * @param value null takes the setting away
 */
@JsonDeserialize(using = SettingReader.class)
public record Setting<T>(@Nullable T value) {

    public static <T> Setting<T> of(T value) {
        return new Setting<>(value);
    }

    /** Takes the setting away. */
    public static <T> Setting<T> none() {
        return new Setting<>(null);
    }

    @Override
    @JsonValue
    public @Nullable T value() {
        return value;
    }

    /** What is set afterwards. */
    static <T> @Nullable T after(@Nullable Setting<T> update, @Nullable T before) {
        return update == null ? before : update.value();
    }
}
