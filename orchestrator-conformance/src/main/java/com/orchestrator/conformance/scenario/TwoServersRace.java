package com.orchestrator.conformance.scenario;

import com.orchestrator.conformance.http.Answer;
import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Two servers are told to cancel the same runs at the same time, and both have workers: each undo is done once, in order. */
final class TwoServersRace implements Scenario {

    private static final int RUNS = 8;

    @Override
    public String name() {
        return "two-servers-race-to-undo";
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.TWO_SERVERS);
    }

    @Override
    public void play(Stage stage) {
        stage.hire(0).hire(1);
        var definition = stage.register(Shop.chainThatWaits(name()));
        List<Run> runs = IntStream.range(0, RUNS)
                .mapToObj(i -> stage.start(definition, Shop.ORDER))
                .toList();
        runs.forEach(run -> run.awaitSignalTask("approval"));
        List<CompletableFuture<Answer>> answers = runs.stream()
                .flatMap(run -> Stream.of(cancel(stage, 0, run), cancel(stage, 1, run)))
                .toList();

        answers.forEach(answer -> BrokenPromise.unless(
                answer.join().isOk(), "Both servers accept the cancellation, which is one.", answer.join()));
        runs.forEach(TwoServersRace::isUndoneOnce);
    }

    private static CompletableFuture<Answer> cancel(Stage stage, int server, Run run) {
        return CompletableFuture.supplyAsync(() -> stage.api(server)
                .post("/instances/" + run.instanceId() + "/cancel", Stage.json("{\"reason\":\"changed my mind\"}")));
    }

    private static void isUndoneOnce(Run run) {
        run.endsAs("COMPENSATED");
        run.isUndoneFromShip();
        BrokenPromise.unless(run.events("ROLLBACK_STARTED").size() == 1, "There is one rollback.", run.events());
        BrokenPromise.unless(
                run.attempts().stream().filter(attempt -> attempt.isUndo()).count() == 3 || run.isDisturbed(),
                "Each undo is attempted once.",
                run.attempts());
    }
}
