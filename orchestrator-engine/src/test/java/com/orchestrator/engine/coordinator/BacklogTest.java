package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.engine.store.QueuePosition;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Backlog backlog = new Backlog(nanos::get);

    private static QueuePosition at(int priority, long id) {
        return new QueuePosition(priority, new UUID(id, 0));
    }

    private void pass(QueuePosition last) {
        backlog.passed("q");
        backlog.hasPassed("q", last);
    }

    @Test
    void aLook_goesOnWhereTheLastOneEnded() {
        pass(at(2, 5));

        assertThat(backlog.passed("q")).isEqualTo(at(2, 5));
        assertThat(backlog.passed("other")).isEqualTo(QueuePosition.START);
    }

    @Test
    void workBehindThePlace_changesNothing() {
        pass(at(2, 5));

        backlog.mayHaveWork("q", at(2, 6));

        assertThat(backlog.passed("q")).isEqualTo(at(2, 5));
    }

    @Test
    void olderWork_moreUrgentWork_andWorkAnywhere_beginFromTheStart() {
        pass(at(2, 5));
        backlog.mayHaveWork("q", at(2, 4));
        assertThat(backlog.passed("q")).isEqualTo(QueuePosition.START);

        pass(at(2, 5));
        backlog.mayHaveWork("q", at(0, 9));
        assertThat(backlog.passed("q")).isEqualTo(QueuePosition.START);

        pass(at(2, 5));
        backlog.mayHaveWork("q");
        assertThat(backlog.passed("q")).isEqualTo(QueuePosition.START);
    }

    /** Such as a retry that has become due while a batch was written. */
    @Test
    void workThatComesDuringALook_isNotPassedOver() {
        backlog.passed("q");
        backlog.mayHaveWork("q");

        backlog.hasPassed("q", at(2, 5));

        assertThat(backlog.passed("q")).isEqualTo(QueuePosition.START);
    }

    /** Work that another server has put back is found. */
    @Test
    void afterASecond_aLookBeginsFromTheStart_howeverMuchIsPassed() {
        pass(at(2, 5));
        nanos.addAndGet(Duration.ofMillis(600).toNanos());
        pass(at(2, 7));
        assertThat(backlog.passed("q")).isEqualTo(at(2, 7));

        nanos.addAndGet(Duration.ofMillis(600).toNanos());

        assertThat(backlog.passed("q")).isEqualTo(QueuePosition.START);
    }

    @Test
    void order_isThatOfTheDatabase_forIdsOfAnyBits() {
        assertThat(at(2, 1).isBefore(at(2, -1))).isTrue();
        assertThat(QueuePosition.START.isBefore(at(0, 0))).isTrue();
    }
}
