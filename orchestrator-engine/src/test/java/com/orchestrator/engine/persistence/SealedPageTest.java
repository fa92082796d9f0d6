package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.history.LifecycleEvent.WorkflowCompleted;
import com.orchestrator.engine.history.LifecycleEvent.WorkflowEnded;
import com.orchestrator.engine.history.LifecycleEvent.WorkflowPaused;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.history.TaskEvent.TaskGaveUp;
import com.orchestrator.engine.persistence.sql.KeptReports.ReportRow;
import com.orchestrator.engine.persistence.sql.LoadMessages.MessageRow;
import com.orchestrator.engine.persistence.sql.LoadPages.Page;
import com.orchestrator.engine.seal.BrokenSeal;
import com.orchestrator.engine.seal.DataKey;
import com.orchestrator.engine.seal.MissingKey;
import com.orchestrator.engine.store.KeptReport;
import com.orchestrator.engine.store.UnreadablePage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows of a run that is sealed: what they say is found again, nothing of it stands there, and none takes the place of another. */
class SealedPageTest {

    private static final String CANARY = "sealed-canary";
    private static final UUID RUN = UUID.randomUUID();
    private static final Instant AT = Instant.parse("2030-01-01T00:00:00Z");
    private static final Payload JSON = Payload.ofJson("{\"x\":\"" + CANARY + "\"}");
    private static final DataKey KEY = DataKey.of(DataKey.random());
    private static final RunSeal SEAL = RunSeal.with(RUN, KEY);

    private static final List<Entry> ENTRIES = List.of(
            entry(4, new TaskGaveUp("a", null, 2, new TaskError(FailureKind.FATAL, "NO", CANARY, JSON)), null),
            entry(5, new TaskGaveUp("b", "3", 1, new TaskError(FailureKind.FATAL, "NO", null, Payload.NULL)), null),
            entry(6, new WorkflowCompleted(), JSON),
            entry(7, new WorkflowEnded(WorkflowState.FAILED, cause(CANARY), null), null),
            entry(8, new WorkflowCompleted(), Payload.ofJson("1")));

    private static Entry entry(long number, RunEvent event, @Nullable Payload payload) {
        return new Entry(number, AT, "worker:w", event, payload);
    }

    private static Cause cause(String message) {
        return new Cause(Cause.Kind.FAILED, "NO", message, "a", 2);
    }

    private static String all(Page page) {
        byte[] payload = page.payload();
        return new String(page.data(), StandardCharsets.UTF_8)
                + (payload == null ? "" : new String(payload, StandardCharsets.ISO_8859_1));
    }

    @Test
    void page_saysTheSameAgain_andShowsWhatHappened() {
        Page page = EventPage.write(RUN, ENTRIES, SEAL);

        assertThat(EventPage.read(page, SEAL)).isEqualTo(ENTRIES);
        assertThat(all(page)).doesNotContain(CANARY).contains("\"NO\"").contains("TASK_GAVE_UP");
        assertThat(all(EventPage.write(RUN, ENTRIES))).contains(CANARY);
        assertThat(EventPage.isSealed(page)).isTrue();
        assertThat(EventPage.isSealed(EventPage.write(RUN, ENTRIES))).isFalse();
    }

    @Test
    void pageWithoutAnythingToHide_isSealedAllTheSame() {
        Page page = EventPage.write(RUN, List.of(entry(1, new WorkflowPaused(null), null)), SEAL);

        assertThat(page.payload()).isNull();
        assertThat(EventPage.isSealed(page)).isTrue();
        assertThat(EventPage.read(page, SEAL)).hasSize(1);
    }

    @Test
    void plainPage_isReadWhateverTheRunIs() {
        Page page = EventPage.write(RUN, ENTRIES);

        assertThat(EventPage.read(page, SEAL)).isEqualTo(ENTRIES);
        assertThat(EventPage.read(page, RunSeal.locked("k"))).isEqualTo(ENTRIES);
    }

    @Test
    void erasedPage_saysWhatHappened_andNotWithWhat() {
        List<Entry> read = EventPage.read(EventPage.write(RUN, ENTRIES, SEAL), RunSeal.erased());

        assertThat(read).hasSize(5);
        assertThat(read.get(2).payload()).isEqualTo(HiddenParts.ERASED);
        assertThat(read.get(0).event())
                .isEqualTo(new TaskGaveUp(
                        "a",
                        null,
                        2,
                        new TaskError(FailureKind.FATAL, "NO", HiddenParts.ERASED_TEXT, HiddenParts.ERASED)));
    }

    @Test
    void whatAnErasedRunIsTold_isNotKept() {
        Page page = EventPage.write(RUN, ENTRIES, RunSeal.erased());

        assertThat(page.payload()).isNull();
        assertThat(all(page)).doesNotContain(CANARY);
        assertThat(EventPage.read(page, RunSeal.erased()).get(2).payload()).isEqualTo(HiddenParts.ERASED);
    }

    @Test
    void missingKey_isNamed() {
        Page page = EventPage.write(RUN, ENTRIES, SEAL);

        assertThatThrownBy(() -> EventPage.read(page, RunSeal.locked("2026")))
                .isInstanceOf(MissingKey.class)
                .hasMessageContaining("'2026'");
    }

    @Test
    void pageOfAnotherPlaceOrRun_doesNotOpen() {
        Page page = EventPage.write(RUN, ENTRIES, SEAL);
        UUID other = UUID.randomUUID();
        Page moved = new Page(RUN, 9, 13, AT, page.data(), page.payload());
        Page foreign = new Page(other, 4, 8, AT, page.data(), page.payload());

        assertThatThrownBy(() -> EventPage.read(moved, SEAL)).isInstanceOf(UnreadablePage.class);
        assertThatThrownBy(() -> EventPage.read(foreign, RunSeal.with(other, KEY)))
                .isInstanceOf(UnreadablePage.class);
    }

    @Test
    void sizesThatDoNotFit_areFound() {
        Page page = EventPage.write(RUN, ENTRIES, SEAL);
        byte[] data = new String(page.data(), StandardCharsets.UTF_8)
                .replaceFirst("\"message\":13", "\"message\":99999")
                .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> EventPage.read(new Page(RUN, 4, 8, AT, data, page.payload()), SEAL))
                .isInstanceOf(UnreadablePage.class);
    }

    @Test
    void message_isSealedByItsSender_forItsReceiver() {
        UUID receiver = UUID.randomUUID();
        RunMessage message = new RunMessage(
                receiver, RUN, 7, new RunMessage.Close(null, RunMessage.How.values()[0], cause(CANARY)), JSON);
        MessageRow row = MessageJson.row(message, SEAL);

        assertThat(MessageJson.message(row, SEAL)).isEqualTo(message);
        assertThat(row.data() + new String(row.payload(), StandardCharsets.ISO_8859_1))
                .doesNotContain(CANARY);
        RunMessage bare = new RunMessage(receiver, RUN, 7, message.body(), null);
        assertThat(MessageJson.message(MessageJson.row(bare, SEAL), SEAL)).isEqualTo(bare);
        assertThat(MessageJson.message(MessageJson.row(message), SEAL)).isEqualTo(message);
        MessageRow elsewhere = new MessageRow(UUID.randomUUID(), RUN, 7, row.type(), row.data(), row.payload());
        assertThatThrownBy(() -> MessageJson.message(elsewhere, SEAL)).isInstanceOf(BrokenSeal.class);
    }

    @Test
    void reportThatIsKept_isSealed() {
        UUID execution = ExecutionId.first(RUN);
        KeptReport done = new KeptReport("w", TaskReport.success(execution, 3, JSON));
        KeptReport failed = new KeptReport(
                "w", TaskReport.failure(execution, 3, new Failure(FailureKind.FATAL, "NO", CANARY, JSON, null)));
        ReportRow row = ReportJson.row(failed, SEAL);

        assertThat(ReportJson.report(row, SEAL)).isEqualTo(failed);
        assertThat(ReportJson.report(ReportJson.row(done, SEAL), SEAL)).isEqualTo(done);
        assertThat(new String(row.failure(), StandardCharsets.ISO_8859_1)).doesNotContain(CANARY);
        assertThat(ReportJson.report(ReportJson.row(done), SEAL)).isEqualTo(done);
    }

    @Test
    void text_isSealed_andPlainOnesAreReadAsTheyStand() {
        String sealed = SEAL.sealText("cause", CANARY);

        assertThat(sealed).doesNotContain(CANARY);
        assertThat(SEAL.openText("cause", sealed)).isEqualTo(CANARY);
        assertThat(SEAL.openText("cause", "plain")).isEqualTo("plain");
        assertThat(RunSeal.PLAIN.openText("cause", sealed)).startsWith("(sealed");
        assertThat(RunSeal.locked("k").openText("cause", sealed)).startsWith("(sealed");
        assertThat(RunSeal.erased().openText("cause", sealed)).isEqualTo(HiddenParts.ERASED_TEXT);
        assertThat(SEAL.openText("incident/1", sealed)).startsWith("(sealed, and does not open");
        assertThat(SEAL.openText("cause", sealed + "?")).startsWith("(sealed, and does not open");
    }
}
