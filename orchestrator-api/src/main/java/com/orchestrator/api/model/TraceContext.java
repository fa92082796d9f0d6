package com.orchestrator.api.model;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a trace something happens, as W3C Trace Context writes it ({@code traceparent}). The ids of what runs and attempts are in a trace
 * follow from their own: whoever knows the one knows the other, without asking anybody.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits: the span that what happens is inside of
 * @param sampled whether anybody wants to see it
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {

    private static final Pattern FORM =
            Pattern.compile("(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);
    private static final int HEXADECIMAL = 16;

    /** A run that nobody has traced before: its root is the span of the run. */
    public static TraceContext ofRun(UUID instanceId) {
        return new TraceContext(instanceId.toString().replace("-", ""), spanOf(instanceId), true);
    }

    /** The span of a run, or of an attempt: the same whoever asks. */
    public static String spanOf(UUID id) {
        long mixed = mix(mix(id.getMostSignificantBits()) + id.getLeastSignificantBits());
        return String.format(Locale.ROOT, "%016x", mixed == 0 ? 1 : mixed);
    }

    /** Ids of a run and of its attempts differ in a few bits; of a span all are to differ (the finalizer of splitmix64). */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** Empty when it is none: who cannot read one goes on as if there were none. */
    public static Optional<TraceContext> parse(String traceparent) {
        Matcher parts = FORM.matcher(traceparent);
        if (!parts.matches() || isWrong(parts)) {
            return Optional.empty();
        }
        boolean sampled = (Integer.parseInt(parts.group(4), HEXADECIMAL) & 1) == 1;
        return Optional.of(new TraceContext(parts.group(2), parts.group(3), sampled));
    }

    private static boolean isWrong(Matcher parts) {
        return parts.group(2).equals(NO_TRACE)
                || parts.group(3).equals(NO_SPAN)
                || (parts.group(1).equals("00") && parts.group(5) != null);
    }

    /** The same trace, inside of the span of this run or attempt. */
    public TraceContext within(UUID id) {
        return new TraceContext(traceId, spanOf(id), sampled);
    }

    /** As it is written. */
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }
}
