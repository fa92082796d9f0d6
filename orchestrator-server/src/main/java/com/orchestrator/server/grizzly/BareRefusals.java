package com.orchestrator.server.grizzly;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.memory.Buffers;

/**
 * Below the codec, which refuses what it cannot read (too many headers, a broken chunk) with a status and nothing else, and closes:
 * puts a problem document in its place.
 */
final class BareRefusals extends OtherFilter {

    private static final int BARE_BYTES_MAX = 512;
    private static final int STATUS_AT = 9;
    private static final Pattern BARE = Pattern.compile(
            "HTTP/1\\.[01] ([45]\\d\\d) .*\r\nContent-Length: 0\r\n.*\r\n", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOSING = Pattern.compile("\r\nConnection: close\r\n", Pattern.CASE_INSENSITIVE);

    private final Refusal.Printer printer;
    private final Map<Integer, Refusal> refusals = new ConcurrentHashMap<>();

    BareRefusals(Filter original, Refusal.Printer printer) {
        super(original);
        this.printer = printer;
    }

    @Override
    public NextAction handleWrite(FilterChainContext context) throws IOException {
        if (context.getMessage() instanceof Buffer answer && mayBeBare(answer)) {
            String text = answer.toStringContent(StandardCharsets.ISO_8859_1);
            Matcher bare = BARE.matcher(text);
            if (bare.matches() && CLOSING.matcher(text).find()) {
                Refusal refusal = refusals.computeIfAbsent(Integer.valueOf(bare.group(1)), printer::print);
                context.setMessage(Buffers.wrap(context.getMemoryManager(), refusal.bytes()));
            }
        }
        return super.handleWrite(context);
    }

    private static boolean mayBeBare(Buffer answer) {
        int at = answer.position();
        return answer.remaining() > STATUS_AT
                && answer.remaining() <= BARE_BYTES_MAX
                && answer.get(at) == 'H'
                && answer.get(at + STATUS_AT) >= '4';
    }
}
