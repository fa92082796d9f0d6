package com.orchestrator.engine.find;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list of runs: behind the last one that was looked at. It holds for the list alone that gave it out, that is
 * for its filter and its direction.
 *
 * @param listedAt when that run started, or was made if it had not
 */
public record RunCursor(Instant listedAt, UUID instanceId) {

    private static final int BYTES = 4 * Long.BYTES;

    /** Opaque, for the client. */
    public String text(RunFilter filter, boolean ascending) {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.putLong(ChronoUnit.MICROS.between(Instant.EPOCH, listedAt));
        out.putLong(instanceId.getMostSignificantBits()).putLong(instanceId.getLeastSignificantBits());
        out.putLong(listOf(filter, ascending));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
    }

    /**
     * The place that a cursor of this list says.
     *
     * @return empty for the first page
     */
    public static Optional<RunCursor> of(@Nullable String cursor, RunFilter filter, boolean ascending) {
        return cursor == null ? Optional.empty() : Optional.of(parse(cursor, listOf(filter, ascending)));
    }

    private static RunCursor parse(String cursor, long list) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException notBase64) {
            throw refusal("'cursor' is not one that this server has given out");
        }
        if (bytes.length != BYTES) {
            throw refusal("'cursor' is not one that this server has given out");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Instant at = Instant.EPOCH.plus(in.getLong(), ChronoUnit.MICROS);
        RunCursor place = new RunCursor(at, new UUID(in.getLong(), in.getLong()));
        if (in.getLong() != list) {
            throw refusal("'cursor' is one of another list: it goes with the filter and the sort it was given out for");
        }
        return place;
    }

    private static OrchestratorException refusal(String detail) {
        String hint = "leave it out for the first page, or send the 'next' of the page before";
        return new OrchestratorException(
                ErrorCode.INVALID_REQUEST, detail, List.of(new Problem.Detail("/cursor", 0, 0, detail, hint)));
    }

    private static long listOf(RunFilter filter, boolean ascending) {
        StringBuilder text = new StringBuilder(ascending ? "+" : "-");
        spell(filter, text);
        CRC32C sum = new CRC32C();
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        sum.update(bytes);
        return sum.getValue() << 32 | Arrays.hashCode(bytes) & 0xffff_ffffL;
    }

    /** The same for filters that are the same: sets have an order here. */
    private static void spell(RunFilter filter, StringBuilder to) {
        if (filter instanceof RunFilter.Every every) {
            spell("every", every.parts(), to);
        } else if (filter instanceof RunFilter.Any any) {
            spell("any", any.parts(), to);
        } else if (filter instanceof RunFilter.Not not) {
            spell("not", List.of(not.part()), to);
        } else if (filter instanceof RunFilter.OneOf oneOf) {
            to.append(oneOf.field().spelling());
            oneOf.values().stream().map(FieldValue::toString).sorted().forEach(to::append);
        } else {
            to.append(filter);
        }
    }

    private static void spell(String word, List<RunFilter> parts, StringBuilder to) {
        to.append(word).append('(');
        parts.forEach(part -> spell(part, to));
        to.append(')');
    }
}
