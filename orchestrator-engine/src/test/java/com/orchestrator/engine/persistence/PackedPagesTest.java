package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.persistence.sql.CompactRuns.Packed;
import com.orchestrator.engine.persistence.sql.LoadPages.Page;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PackedPagesTest {

    private static final UUID RUN =
            ExecutionId.compact(ExecutionId.of(UUID.fromString("01990000-0000-7000-8000-000001000000"), 0));
    private static final Instant AT = Instant.parse("2030-01-01T00:00:00.123456Z");

    private static Page page(long first, long last, String data, byte[] payload) {
        return new Page(RUN, first, last, AT, data.getBytes(StandardCharsets.UTF_8), payload);
    }

    @Test
    void pages_comeBackAsTheyWere() {
        Packed first = PackedPages.pack(page(1, 3, "[\"ä 1 2\\n\"]", new byte[] {1, 2, 3}));
        Packed second = PackedPages.pack(page(4, 4, "[\"𝄞\"]", null));

        var pages = PackedPages.unpack(
                new Packed(first.executionId(), first.pages() + second.pages(), new byte[] {1, 2, 3}));

        assertThat(pages)
                .hasSize(2)
                .allMatch(page -> page.instanceId().equals(RUN) && page.at().equals(AT));
        assertThat(pages.get(0).data()).isEqualTo("[\"ä 1 2\\n\"]".getBytes(StandardCharsets.UTF_8));
        assertThat(pages.get(0).payload()).containsExactly(1, 2, 3);
        assertThat(pages.get(0).lastSequence()).isEqualTo(3);
        assertThat(pages.get(1).data()).isEqualTo("[\"𝄞\"]".getBytes(StandardCharsets.UTF_8));
        assertThat(pages.get(1).payload()).isNull();
    }

    @Test
    void damagedRow_isAFaultOfItsRun() {
        for (String text : new String[] {"x", "1 2\n", "1 1 a 2 -1\n[]\n", "1 1 0 99 -1\n[]\n"}) {
            assertThatThrownBy(() -> PackedPages.unpack(new Packed(ExecutionId.first(RUN), text, null)))
                    .as(text)
                    .isInstanceOf(InvariantViolation.class);
        }
    }
}
