package com.orchestrator.engine.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.Failure;
import com.orchestrator.engine.decision.task.FailTask;
import com.orchestrator.engine.decision.workflow.ReceiveSignal;
import com.orchestrator.engine.decision.workflow.StartWorkflow;
import com.orchestrator.engine.definition.CompiledDefinition;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.run.ExecutionRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each definition of {@code examples/translated}, from its text to its end, and into the failures that it is about. */
class TranslatedTest {

    private static final Path FOLDER = Path.of("../examples/translated");

    private final List<String> done = new ArrayList<>();
    private final Map<String, String> outputs = new HashMap<>();
    private final Map<String, String> failures = new HashMap<>();

    private RunDriver start(String file, String input) {
        try {
            CompiledDefinition compiled = new DefinitionCompiler(new ExpressionCompiler())
                    .compile(Files.readAllBytes(FOLDER.resolve(file + ".yaml")));
            assertThat(compiled.warnings()).isEmpty();
            RunDriver run = new RunDriver(compiled.plan(), 1);
            run.accept(new StartWorkflow(
                    "run-1",
                    Payload.ofJson(input),
                    Map.of(),
                    compiled.plan().priority(),
                    null,
                    null,
                    Map.of(),
                    null,
                    null));
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Workers do what there is; the first work of a task with a failure fails, for good. */
    private RunDriver work(RunDriver run) {
        while (!run.run().liveExecutions().isEmpty()) {
            ExecutionRun execution = run.run().liveExecutions().get(0);
            String task = execution.task().key().taskId();
            RunDriver.Lease lease = run.lease(task);
            ExecutionRun leased = run.run().execution(lease.executionId());
            String code = leased.kind() == ExecutionKind.ACTION ? failures.remove(task) : null;
            if (code != null) {
                run.accept(new FailTask(
                        lease.executionId(), lease.workerId(), lease.token(), Failure.of(FailureKind.FATAL, code)));
            } else {
                done.add((leased.kind() == ExecutionKind.ACTION ? "" : "undo ")
                        + leased.task().key());
                run.complete(lease, leased.kind() == ExecutionKind.ACTION ? outputs.getOrDefault(task, "{}") : "{}");
            }
        }
        return run;
    }

    private static String output(RunDriver run) {
        assertThat(run.state()).isEqualTo(WorkflowState.COMPLETED);
        return String.valueOf(run.history().get(run.history().size() - 1).payload());
    }

    @Test
    void everyFile_isPlayed() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".yaml")))
                    .containsExactlyInAnyOrder(
                            "stock-check.yaml",
                            "refund-desk.yaml",
                            "trip.yaml",
                            "credit-check.yaml",
                            "nightly-reports.yaml",
                            "stock-and-balance.yaml",
                            "approval.yaml",
                            "transcode.yaml",
                            "export.yaml",
                            "price-update.yaml");
        }
    }

    @Test
    void stockCheck_turnsDownEarly_orSells_orGivesBack() {
        String input = "{\"sku\":\"mug\",\"quantity\":3,\"amount\":9}";
        outputs.put("look", "{\"onHand\":2}");
        assertThat(output(work(start("stock-check", input)))).isEqualTo("{\"accepted\":false,\"onHand\":2}");

        outputs.put("look", "{\"onHand\":5}");
        outputs.put("reserve", "{\"reservation\":\"r1\"}");
        assertThat(output(work(start("stock-check", input)))).isEqualTo("{\"accepted\":true,\"reservation\":\"r1\"}");

        done.clear();
        failures.put("charge", "CARD_DECLINED");
        assertThat(work(start("stock-check", input)).state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(done).containsExactly("look", "reserve", "undo reserve");
    }

    @Test
    void refundDesk_handlesEachKindOfFailure_andUndoesWhatWasDoneInstead() {
        String input = "{\"ticket\":7,\"charge\":\"ch\"}";
        failures.put("refund", "ALREADY_REFUNDED");
        work(start("refund-desk", input));
        assertThat(done).containsExactly("reopen", "tell");

        done.clear();
        failures.putAll(Map.of("refund", "CHARGE_TOO_OLD", "tell", "NO_ADDRESS"));
        assertThat(work(start("refund-desk", input)).state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(done).containsExactly("reopen", "voucher", "undo voucher", "undo reopen");
    }

    @Test
    void trip_takesTheHostel_andUndoesItWithTheFlight() {
        failures.putAll(Map.of("hotel", "NO_ROOMS", "pay", "CARD_DECLINED"));

        assertThat(work(start("trip", "{}")).state()).isEqualTo(WorkflowState.COMPENSATED);

        assertThat(done).containsExactlyInAnyOrder("flight", "hostel", "undo hostel", "undo flight");
    }

    @Test
    void creditCheck_endsWithADecision_orAsksAPerson() {
        failures.put("history", "NO_HISTORY");
        assertThat(output(work(start("credit-check", "{\"person\":1}")))).contains("\"granted\":false");

        failures.put("score", "SCORE_UNAVAILABLE");
        RunDriver asked = work(start("credit-check", "{\"person\":1}"));
        assertThat(asked.run().waitingTasks()).hasSize(1);
        asked.accept(new ReceiveSignal("credit-decision", "s1", Payload.ofJson("{\"granted\":false}")));
        assertThat(output(work(asked))).contains("a person has said no");
    }

    @Test
    void nightlyReports_tolerateSome_andTellOfMore() {
        outputs.put("regions", "{\"names\":[\"n\",\"s\",\"e\",\"w\",\"c\"]}");
        failures.put("render", "NO_DATA");
        assertThat(work(start("nightly-reports", "{}")).state()).isEqualTo(WorkflowState.COMPLETED);

        done.clear();
        outputs.put("regions", "{\"names\":[\"n\"]}");
        failures.put("render", "NO_DATA");
        assertThat(work(start("nightly-reports", "{}")).state()).isEqualTo(WorkflowState.FAILED);
        assertThat(done).containsExactly("regions", "alarm");
    }

    @Test
    void stockAndBalance_areTakenBackOneAfterTheOther() {
        outputs.put("reduceBalance", "{\"left\":-1}");

        work(start("stock-and-balance", "{\"sku\":\"mug\",\"count\":1,\"account\":4,\"amount\":9}"));

        assertThat(done).containsExactly("reduceStock", "reduceBalance", "undo reduceBalance", "undo reduceStock");
    }

    @Test
    void approval_remindsTwice_andThenGivesUp() {
        RunDriver run = work(start("approval", "{\"amount\":5}"));
        for (int i = 0; i < 3; i++) {
            run.pass(Duration.ofDays(4));
            work(run);
        }

        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(done).containsExactly("hold", "remind", "remind", "remind", "undo hold");

        RunDriver approved = work(start("approval", "{\"amount\":5}"));
        approved.accept(new ReceiveSignal("decision", "s1", Payload.ofJson("{\"approved\":true}")));
        assertThat(work(approved).state()).isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    void transcode_deletesTheFormatsThatAreDone() {
        outputs.put("probe", "{\"formats\":[\"a\",\"b\"]}");
        failures.put("publish", "NO_SPACE");

        work(start("transcode", "{\"file\":\"f\"}"));

        assertThat(done).containsExactlyInAnyOrder("probe", "encode#0", "encode#1", "undo encode#0", "undo encode#1");
    }

    @Test
    void export_asksUntilItIsReady_orGivesUp() {
        outputs.put("order", "{\"export\":\"e1\"}");
        outputs.put("ask", "{\"ready\":false}");
        RunDriver run = work(start("export", "{\"table\":\"orders\"}"));
        assertThat(done).containsExactly("order");
        run.pass(Duration.ofSeconds(30));
        work(run);
        outputs.put("ask", "{\"ready\":true,\"url\":\"u\"}");
        run.pass(Duration.ofSeconds(30));
        assertThat(output(work(run))).isEqualTo("{\"url\":\"u\",\"asked\":2}");
        assertThat(done).containsExactly("order", "ask#0", "ask#1", "fetch");

        done.clear();
        outputs.put("ask", "{\"ready\":false}");
        run = start("export", "{\"table\":\"orders\"}");
        for (int i = 0; i <= 20; i++) {
            run.pass(Duration.ofSeconds(30));
            work(run);
        }
        assertThat(run.state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(done).hasSize(1 + 20 + 1).endsWith("ask#19", "undo order");
    }

    @Test
    void priceUpdate_goesPageByPage_andBack() {
        String input = "{\"percent\":3}";
        outputs.put("list", "{\"products\":[\"mug\"]}");
        assertThat(output(work(start("price-update", input)))).isEqualTo("{\"pages\":1}");

        done.clear();
        outputs.put("list", "{\"products\":[\"mug\"],\"next\":\"p2\"}");
        RunDriver run = start("price-update", input);
        run.complete(run.lease("list"), "{\"products\":[\"mug\"],\"next\":\"p2\"}");
        run.complete(run.lease("change"), "{\"before\":[1]}");
        assertThat(run.inputOf(run.live("list"))).hasToString("{\"cursor\":\"p2\"}");
        failures.put("list", "LIST_CHANGED");
        assertThat(work(run).state()).isEqualTo(WorkflowState.COMPENSATED);
        assertThat(done).containsExactly("undo change#0");
    }
}
