package com.orchestrator.engine.incident;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list of incidents, or of groups of them. It holds for the list alone that gave it out.
 *
 * @param number what the list is ordered by: microseconds since 1970, or how many there are
 * @param key what tells those apart that have the same
 */
public record IncidentCursor(long number, String key) {

    private static final int PARTS = 3;

    public static IncidentCursor of(long number, UUID incidentId) {
        return new IncidentCursor(number, incidentId.toString());
    }

    public UUID id() {
        return UUID.fromString(key);
    }

    /**
     * Opaque, for the client.
     *
     * @param list what tells this list from others
     */
    public String text(Object list) {
        String plain = number + "|" + key + "|" + sum(list);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** @return empty for the first page */
    public static Optional<IncidentCursor> parse(@Nullable String cursor, Object list) {
        return cursor == null ? Optional.empty() : Optional.of(parsed(cursor, list));
    }

    private static IncidentCursor parsed(String cursor, Object list) {
        String[] parts;
        try {
            parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\\|", -1);
        } catch (IllegalArgumentException notBase64) {
            throw refusal("'cursor' is not one that this server has given out");
        }
        if (parts.length != PARTS || !parts[0].matches("\\d{1,18}") || !parts[1].matches("[0-9a-f-]{32,36}")) {
            throw refusal("'cursor' is not one that this server has given out");
        }
        if (!parts[2].equals(sum(list))) {
            throw refusal("'cursor' is one of another list: it goes with the filter it was given out for");
        }
        return new IncidentCursor(Long.parseLong(parts[0]), parts[1]);
    }

    private static String sum(Object list) {
        byte[] spelling = list.toString().getBytes(StandardCharsets.UTF_8);
        return Integer.toHexString(Arrays.hashCode(spelling));
    }

    private static OrchestratorException refusal(String detail) {
        String hint = "leave it out for the first page, or send the 'next' of the page before";
        return new OrchestratorException(
                ErrorCode.INVALID_REQUEST, detail, List.of(new Problem.Detail("/cursor", 0, 0, detail, hint)));
    }
}
