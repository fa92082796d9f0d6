package com.orchestrator.server.rest.param;

import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@link Text}, {@link Names} and {@link Moment}, so that a refusal points to the parameter that is wrong. */
@Provider
public final class NamedParameters implements ParamConverterProvider {

    @Override
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
        String name = name(annotations);
        if (type == Text.class) {
            return converter(type, value -> Text.of(name, value));
        }
        if (type == Names.class) {
            return converter(type, value -> Names.of(name, value));
        }
        return type == Moment.class ? converter(type, value -> Moment.of(name, value)) : null;
    }

    private static <T> ParamConverter<T> converter(Class<T> type, Function<String, Object> read) {
        return new ParamConverter<>() {
            @Override
            public @Nullable T fromString(@Nullable String value) {
                return value == null ? null : type.cast(read.apply(value));
            }

            @Override
            public String toString(T value) {
                return value.toString();
            }
        };
    }

    private static String name(Annotation[] annotations) {
        return Arrays.stream(annotations)
                .flatMap(annotation -> nameIn(annotation).stream())
                .findFirst()
                .orElse("");
    }

    private static Optional<String> nameIn(Annotation annotation) {
        if (annotation instanceof PathParam path) {
            return Optional.of(path.value());
        }
        return annotation instanceof QueryParam query ? Optional.of(query.value()) : Optional.empty();
    }
}
