package com.orchestrator.server.rest.param;

import com.orchestrator.server.rest.json.Refusals;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sequence number a caller holds an operation to. A well-formed tag that is no sequence number of ours, or a weak one,
 * matches no run (RFC 9110, 13.1.1): it becomes a number that no run has, so that the engine answers 412, or 404 when
 * there is no such run.
 *
 * @param sequenceNumber absent for {@code *}, which any existing run matches
 */
public record IfMatch(@Nullable Long sequenceNumber) {

    private static final long NEVER = -1;
    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");

    public static IfMatch fromString(String header) {
        String text = header.strip();
        if (text.equals("*")) {
            return new IfMatch((Long) null);
        }
        Matcher tag = TAG.matcher(text);
        if (!tag.matches()) {
            throw Refusals.invalid(
                    "", "If-Match is not one entity tag", "send the ETag as it came, for example \"17\"");
        }
        boolean isOurs = tag.group(1) == null && tag.group(2).matches("\\d{1,18}");
        return new IfMatch(isOurs ? Long.valueOf(tag.group(2)) : Long.valueOf(NEVER));
    }

    public static @Nullable Long sequenceNumber(@Nullable IfMatch header) {
        return header == null ? null : header.sequenceNumber();
    }
}
