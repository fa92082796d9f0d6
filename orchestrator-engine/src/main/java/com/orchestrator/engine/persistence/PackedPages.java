package com.orchestrator.engine.persistence;

import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.persistence.sql.CompactRuns.Packed;
import com.orchestrator.engine.persistence.sql.LoadPages.Page;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Pages of a history ⇄ one text and one array of bytes: each page is a line with its first and last sequence number, its time and
 * the sizes of its data and payload, then its data on a line of its own. Pages are only ever added behind.
 */
final class PackedPages {

    private static final int FIELDS = 5;

    private PackedPages() {}

    static Packed pack(Page page) {
        byte @Nullable [] payload = page.payload();
        String data = new String(page.data(), StandardCharsets.UTF_8);
        String head = page.firstSequence() + " " + page.lastSequence() + " "
                + ChronoUnit.MICROS.between(Instant.EPOCH, page.at()) + " " + data.length() + " "
                + (payload == null ? -1 : payload.length);
        return new Packed(ExecutionId.first(page.instanceId()), head + "\n" + data + "\n", payload);
    }

    /** @throws InvariantViolation when it is damaged */
    static List<Page> unpack(Packed packed) {
        try {
            return pages(packed);
        } catch (NumberFormatException | IndexOutOfBoundsException damaged) {
            throw new InvariantViolation(
                    "The row of run " + ExecutionId.instanceOf(packed.executionId()) + " cannot be read", damaged);
        }
    }

    private static List<Page> pages(Packed packed) {
        UUID instanceId = ExecutionId.instanceOf(packed.executionId());
        List<Page> pages = new ArrayList<>();
        String text = packed.pages();
        byte[] payloads = packed.payloads() == null ? new byte[0] : packed.payloads();
        int payloadAt = 0;
        for (int at = 0; at < text.length(); ) {
            int lineEnd = text.indexOf('\n', at);
            String[] head = text.substring(at, Math.max(at, lineEnd)).split(" ", -1);
            if (lineEnd < 0 || head.length != FIELDS) {
                throw new InvariantViolation("The row of run " + instanceId + " cannot be read: " + text);
            }
            int dataLength = Integer.parseInt(head[3]);
            int payloadLength = Integer.parseInt(head[4]);
            String data = text.substring(lineEnd + 1, lineEnd + 1 + dataLength);
            byte[] payload =
                    payloadLength < 0 ? null : Arrays.copyOfRange(payloads, payloadAt, payloadAt + payloadLength);
            pages.add(new Page(
                    instanceId,
                    Long.parseLong(head[0]),
                    Long.parseLong(head[1]),
                    Instant.EPOCH.plus(Long.parseLong(head[2]), ChronoUnit.MICROS),
                    data.getBytes(StandardCharsets.UTF_8),
                    payload));
            payloadAt += Math.max(0, payloadLength);
            at = lineEnd + 1 + dataLength + 1;
        }
        return pages;
    }
}
