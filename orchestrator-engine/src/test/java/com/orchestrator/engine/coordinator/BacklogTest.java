package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Priority;
import com.orchestrator.engine.coordinator.Backlog.Walk;
import com.orchestrator.engine.store.QueuePosition;
import com.orchestrator.engine.store.Strand;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private static final Strand STRAND = Strand.of("q", Priority.P2);

    private final AtomicLong nanos = new AtomicLong();
    private final Backlog backlog = new Backlog(nanos::get);

    @BeforeEach
    void look() {
        backlog.walks("q");
    }

    private static QueuePosition at(long place, long id) {
        return new QueuePosition(place, new UUID(id, 0));
    }

    private void pass(QueuePosition last) {
        backlog.hasPassed(STRAND, walk(), last);
    }

    private Walk walk() {
        return backlog.walks("q").get(STRAND);
    }

    private QueuePosition passed() {
        return walk().passed();
    }

    @Test
    void aQueueThatWasNeverLookedInto_mayHaveWorkOfEveryPriority() {
        assertThat(backlog.isWorthAsking("new")).isTrue();
        assertThat(backlog.hasOthers(Strand.of("new", Priority.P2))).isTrue();
        assertThat(backlog.rings("new")).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(backlog.asked()).containsExactly("q");
    }

    @Test
    void strandsWithoutWork_areNotAskedForAgain_untilThereIsNews() {
        backlog.walks("q").forEach(backlog::isEmpty);
        assertThat(backlog.isWorthAsking("q")).isFalse();

        backlog.mayHaveWork(STRAND, at(0, 5));

        assertThat(backlog.walks("q")).containsOnlyKeys(STRAND);
        assertThat(backlog.hasOthers(STRAND)).isFalse();
        assertThat(backlog.hasOthers(Strand.of("q", Priority.P0))).isTrue();
    }

    @Test
    void aLook_goesOnWhereTheLastOneEnded() {
        pass(at(2, 5));

        assertThat(passed()).isEqualTo(at(2, 5));
        assertThat(backlog.walks("q").get(Strand.of("q", Priority.P1)).passed()).isEqualTo(QueuePosition.START);
    }

    @Test
    void workBehindThePlace_changesNothing() {
        pass(at(2, 5));

        backlog.mayHaveWork(STRAND, at(2, 6));

        assertThat(passed()).isEqualTo(at(2, 5));
    }

    @Test
    void olderWork_earlierWork_andWorkAnywhere_beginFromTheStart() {
        pass(at(2, 5));
        backlog.mayHaveWork(STRAND, at(2, 4));
        assertThat(passed()).isEqualTo(QueuePosition.START);

        pass(at(2, 5));
        backlog.mayHaveWork(STRAND, at(0, 9));
        assertThat(passed()).isEqualTo(QueuePosition.START);

        pass(at(2, 5));
        backlog.mayHaveWork(STRAND);
        assertThat(passed()).isEqualTo(QueuePosition.START);
    }

    /** Such as a retry that has become due while a batch was written. */
    @Test
    void workThatComesDuringALook_isNeitherPassedOverNorForgotten() {
        Walk looked = walk();
        backlog.mayHaveWork(STRAND);

        backlog.hasPassed(STRAND, looked, at(2, 5));
        backlog.isEmpty(STRAND, looked);

        assertThat(passed()).isEqualTo(QueuePosition.START);
    }

    /** Work that another server has put back is found. */
    @Test
    void afterASecond_aLookBeginsFromTheStart_howeverMuchIsPassed() {
        pass(at(2, 5));
        nanos.addAndGet(Duration.ofMillis(600).toNanos());
        pass(at(2, 7));
        assertThat(passed()).isEqualTo(at(2, 7));

        nanos.addAndGet(Duration.ofMillis(600).toNanos());

        assertThat(passed()).isEqualTo(QueuePosition.START);
    }

    @Test
    void order_isThatOfTheDatabase_forIdsOfAnyBits() {
        assertThat(at(2, 1).isBefore(at(2, -1))).isTrue();
        assertThat(QueuePosition.START.isBefore(at(0, 0))).isTrue();
    }
}
