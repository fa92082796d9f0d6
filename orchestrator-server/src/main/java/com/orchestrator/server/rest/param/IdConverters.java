package com.orchestrator.server.rest.param;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ids in a path. What is none names nothing that exists; where a run is asked for, it may be the id that the caller has given
 * the run himself, and the refusal says how to find it by that.
 */
@Provider
public final class IdConverters implements ParamConverterProvider {

    private static final String INSTANCE = "instanceId";

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
        return type == UUID.class ? (ParamConverter<T>) new IdConverter(name(annotations)) : null;
    }

    private static String name(Annotation[] annotations) {
        return Arrays.stream(annotations)
                .filter(PathParam.class::isInstance)
                .map(annotation -> ((PathParam) annotation).value())
                .findFirst()
                .orElse("id");
    }

    private record IdConverter(String name) implements ParamConverter<UUID> {

        @Override
        public UUID fromString(String text) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException notAnId) {
                throw unknown(text);
            }
        }

        private OrchestratorException unknown(String text) {
            String detail = "'" + text + "' is not an id of this kind: they are UUIDs, as answers give them";
            String hint = name.equals(INSTANCE)
                    ? "a run is found by the run id it was started with at GET /api/v1/instances?runId="
                            + URLEncoder.encode(text, StandardCharsets.UTF_8)
                    : null;
            return new OrchestratorException(
                    ErrorCode.NOT_FOUND,
                    hint == null ? detail : detail + "; " + hint,
                    List.of(new Problem.Detail("/" + name, 0, 0, detail, hint)));
        }

        @Override
        public String toString(UUID id) {
            return id.toString();
        }
    }
}
