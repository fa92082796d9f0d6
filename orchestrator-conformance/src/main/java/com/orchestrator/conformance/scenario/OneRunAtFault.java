package com.orchestrator.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.conformance.http.Answer;
import com.orchestrator.conformance.rig.StoredPage;
import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;
import com.orchestrator.conformance.worker.Act;
import com.orchestrator.conformance.worker.Gate;
import com.orchestrator.conformance.worker.Job;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What is stored of one run is damaged while its worker works: the run is set aside and says so, the others of its queue go on,
 * and when the damage is mended it goes on with what its worker has reported meanwhile.
 */
final class OneRunAtFault implements Scenario {

    private static final int OTHERS = 3;
    private static final Pattern SET_ASIDE_NOW = Pattern.compile("orchestrator_instances_set_aside(?= )");

    @Override
    public String name() {
        return "one-run-at-fault-others-go-on";
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.OWN_SERVERS);
    }

    @Override
    public void play(Stage stage) throws InterruptedException {
        Gate gate = new Gate();
        stage.on("charge", Act.silentAt(gate, Act.does()));
        stage.hire();
        var definition = stage.register(Shop.chain(name()));
        Run atFault = stage.start(definition, Shop.ORDER);
        List<Run> others = IntStream.range(0, OTHERS)
                .mapToObj(i -> stage.start(definition, Shop.ORDER))
                .toList();
        stage.awaitJob("charge", 1 + OTHERS);

        StoredPage page = stage.servers().lastPage(atFault.instanceId());
        // A server that has a run in memory does not read it again.
        stage.servers().killAndRestart(0, () -> {
            page.damage();
            gate.open();
        });
        try {
            isSetAside(stage, atFault, page);
            others.forEach(OneRunAtFault::isDone);
            isHeard(stage, atFault);
        } finally {
            page.mend();
        }
        atFault.must("retry", "{\"reason\":\"the page is as it was\"}");
        goesOn(stage, atFault);
    }

    private static void isSetAside(Stage stage, Run run, StoredPage page) {
        run.awaitState("SUSPENDED");
        JsonNode incident = run.instance().path("incident");
        BrokenPromise.unless(
                incident.path("code").asText().equals("HISTORY_UNREADABLE"), "The run shows its incident.", incident);
        JsonNode why =
                stage.api().get("/instances/" + run.instanceId() + "/explain").body();
        BrokenPromise.unless(
                why.at("/reasons/0/code").asText().equals("SET_ASIDE")
                        && why.at("/reasons/0/message").asText().contains(id(incident)),
                "'explain' says that the run is set aside, and names the incident.",
                why);
        stage.awaitMetric("A metric counts runs that are set aside.", SET_ASIDE_NOW);
        Answer history =
                stage.api().get("/instances/" + run.instanceId() + "/events?after=" + (page.firstSequence() - 1));
        BrokenPromise.unless(
                history.isRefusal(409, "SET_ASIDE")
                        && history.body().path("detail").asText().contains(id(incident))
                        && history.body().path("detail").asText().contains("sequence number " + page.firstSequence()),
                "Who reads the history is told which event cannot be read, and the incident.",
                history);
        BrokenPromise.unless(
                run.firstEvents().size() == page.firstSequence() - 1,
                "What lies before the damage is read.",
                page.firstSequence());
    }

    private static String id(JsonNode incident) {
        return incident.path("incidentId").asText();
    }

    private static void isDone(Run run) {
        run.endsAs("COMPLETED");
        run.did("reserve", "charge", "ship");
    }

    /** The worker has said that it is done, and was not believed yet. */
    private static void isHeard(Stage stage, Run run) throws InterruptedException {
        for (Job job : charges(stage, run)) {
            job.awaitEnd();
        }
        BrokenPromise.unless(
                run.state().equals("SUSPENDED") && !run.done().contains("ship"),
                "The run stays as it is until the damage is mended.",
                run.instance());
    }

    private static List<Job> charges(Stage stage, Run run) {
        return stage.jobs("charge").stream()
                .filter(job -> job.runId().equals(run.runId()))
                .toList();
    }

    private static void goesOn(Stage stage, Run run) {
        run.endsAs("COMPLETED");
        run.did("reserve", "charge", "ship");
        BrokenPromise.unless(
                !run.events("SET_ASIDE_RESOLVED").isEmpty(), "The history says that it was set aside.", run.events());
        BrokenPromise.unless(
                charges(stage, run).size() == 1 || run.isDisturbed(),
                "What was reported while the run was set aside counts, and is not done again.",
                charges(stage, run).stream().map(Job::task).toList());
    }
}
