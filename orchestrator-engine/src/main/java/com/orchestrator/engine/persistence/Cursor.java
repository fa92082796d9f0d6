package com.orchestrator.engine.persistence;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Identifier;
import com.orchestrator.api.model.Page;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opaque positions in lists: the key of the last item, so that a page costs the same however far it is. */
public final class Cursor {

    private static final String SEPARATOR = "\n";

    private Cursor() {}

    public static String of(String... parts) {
        byte[] text = String.join(SEPARATOR, parts).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    /** @return empty for the first page */
    static List<String> parts(@Nullable String cursor, int expected) {
        if (cursor == null) {
            return List.of();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            List<String> parts = List.of(text.split(SEPARATOR, -1));
            if (parts.size() == expected && parts.stream().allMatch(Identifier::isClean)) {
                return parts;
            }
        } catch (IllegalArgumentException notBase64) {
            throw invalid(notBase64);
        }
        throw invalid(null);
    }

    /** @return null for the first page */
    public static @Nullable UUID id(@Nullable String cursor) {
        List<String> parts = parts(cursor, 1);
        try {
            return parts.isEmpty() ? null : UUID.fromString(parts.get(0));
        } catch (IllegalArgumentException notAnId) {
            throw invalid(notAnId);
        }
    }

    /** @return before every name for the first page */
    static String name(@Nullable String cursor) {
        List<String> parts = parts(cursor, 1);
        return parts.isEmpty() ? "" : parts.get(0);
    }

    /** @return above every number for the first page */
    static int number(@Nullable String cursor) {
        List<String> parts = parts(cursor, 1);
        try {
            return parts.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(parts.get(0));
        } catch (NumberFormatException notANumber) {
            throw invalid(notANumber);
        }
    }

    /** @return before every position for the first page */
    public static long position(@Nullable String cursor) {
        List<String> parts = parts(cursor, 1);
        try {
            long position = parts.isEmpty() ? 0 : Long.parseLong(parts.get(0));
            if (position >= 0 && position <= Integer.MAX_VALUE) {
                return position;
            }
        } catch (NumberFormatException notANumber) {
            throw invalid(notANumber);
        }
        throw invalid(null);
    }

    static OrchestratorException invalid(@Nullable Exception cause) {
        OrchestratorException invalid = new OrchestratorException(
                ErrorCode.INVALID_REQUEST, "'cursor' is not one that this server has given out");
        if (cause != null) {
            invalid.initCause(cause);
        }
        return invalid;
    }

    /** A page out of up to one item more than fits, which tells whether there is a next one. */
    public static <T> Page<T> page(List<T> found, int limit, Function<T, String> cursor) {
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<T> items = found.subList(0, limit);
        return new Page<>(items, cursor.apply(items.get(limit - 1)));
    }
}
