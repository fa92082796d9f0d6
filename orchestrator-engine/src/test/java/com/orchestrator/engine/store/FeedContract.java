package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.service.FeedEntry;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.store.FeedStore.Stretch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is appended to histories, told in a final order. */
interface FeedContract extends StoreUnderTest {

    private List<FeedEntry> behind(FeedPosition position) {
        List<FeedEntry> entries = new ArrayList<>();
        FeedPosition from = position;
        for (Stretch stretch = store().feed().behind(from, 2);
                !stretch.pages().isEmpty();
                stretch = store().feed().behind(from, 2)) {
            entries.addAll(store().feed().read(stretch.pages()));
            from = stretch.end();
        }
        return entries.stream()
                .filter(entry -> entry.position().compareTo(position) > 0)
                .toList();
    }

    private static List<Long> sequences(List<FeedEntry> entries, UUID instanceId) {
        return entries.stream()
                .filter(entry -> entry.instanceId().equals(instanceId))
                .map(entry -> entry.event().sequenceNumber())
                .toList();
    }

    @Test
    default void feed_tellsHistoriesInTheirOrder_andGoesOnFromEachEntry() {
        RunFixture one = run("one");
        RunFixture other = run("other");
        record(one.start(), other.start());
        record(other.move());
        record(one.move(), other.move());
        record(one.complete(Payload.ofJson("{\"n\":2}")));

        List<FeedEntry> all = behind(FeedPosition.START);

        assertThat(sequences(all, one.instanceId)).containsExactly(1L, 2L, 3L);
        assertThat(sequences(all, other.instanceId)).containsExactly(1L, 2L, 3L);
        assertThat(all).isSortedAccordingTo((a, b) -> a.position().compareTo(b.position()));
        for (int i = 0; i < all.size(); i++) {
            assertThat(behind(all.get(i).position())).isEqualTo(all.subList(i + 1, all.size()));
        }
    }

    @Test
    default void feed_saysWhoseEventItIs_asTheHistoryDoes() {
        RunFixture run = run("named");
        record(run.start());

        FeedEntry entry = behind(FeedPosition.START).get(0);

        HistoryEntry inHistory =
                store().reads().history(run.instanceId, 0, 10).items().get(0);
        assertThat(entry.event()).isEqualTo(inHistory);
        assertThat(List.of(entry.namespace(), entry.workflow(), entry.runId()))
                .containsExactly("shop", "order", "named");
    }

    @Test
    default void endOfTheFeed_isBeforeWhatComesNext() {
        RunFixture run = run("before");
        record(run.start());
        FeedPosition end = store().feed().end();
        assertThat(behind(end)).isEmpty();

        record(run.move());

        assertThat(sequences(behind(end), run.instanceId)).containsExactly(2L);
    }

    @Test
    default void whatIsOld_isForgotten_andWhereTheFeedBeginsIsSaid() {
        RunFixture run = run("old");
        record(run.start());
        FeedPosition first = behind(FeedPosition.START).get(0).position();
        advance(Duration.ofDays(2));
        RunFixture young = run("young");
        record(young.start());

        int gone = store().feed().trim(Duration.ofDays(1), 100);

        assertThat(gone).isEqualTo(1);
        assertThat(store().feed().behind(FeedPosition.START, 10).trimmedTo()).isEqualTo(first.number());
        assertThat(behind(FeedPosition.START)).extracting(FeedEntry::instanceId).containsExactly(young.instanceId);
        assertThat(store().feed().trim(Duration.ofDays(1), 100)).isZero();
    }
}
