package com.orchestrator.conformance.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.conformance.http.Answer;
import com.orchestrator.conformance.http.Api;
import com.orchestrator.conformance.rig.Servers;
import com.orchestrator.conformance.worker.Act;
import com.orchestrator.conformance.worker.Job;
import com.orchestrator.conformance.worker.Ledger;
import com.orchestrator.conformance.worker.Script;
import com.orchestrator.conformance.worker.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where one scenario is played: its workers, their script, the ledger, and the runs it has started. */
public final class Stage implements AutoCloseable {

    public static final String NAMESPACE = "conformance";

    private final Servers servers;
    private final Conditions conditions;
    private final String mark;
    private final Script script = new Script();
    private final Ledger ledger = new Ledger();
    private final Worker.Employment employment;
    private final Await await;
    private final List<Worker> workers = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();

    /** @param mark not used before on these servers; names the queue and the runs */
    public Stage(Servers servers, Conditions conditions, String mark) {
        this.servers = servers;
        this.conditions = conditions;
        this.mark = mark;
        this.await = new Await(servers);
        this.employment = new Worker.Employment(mark, conditions.lease(), script, ledger);
    }

    public Servers servers() {
        return servers;
    }

    public Conditions conditions() {
        return conditions;
    }

    /** To the first server, which every scenario has. */
    public Api api() {
        return api(0);
    }

    public Api api(int server) {
        return new Api(servers.urls()).only(server);
    }

    public List<Run> runs() {
        return List.copyOf(runs);
    }

    Await await() {
        return await;
    }

    String queue() {
        return employment.queue();
    }

    Ledger ledger() {
        return ledger;
    }

    /** Says beforehand what workers do with a task; what nobody speaks of is simply done. */
    public Stage on(String label, Act... inOrder) {
        script.on(label, inOrder);
        return this;
    }

    /** Another worker for everything. */
    public Stage hire() {
        return hire(0);
    }

    public Stage hire(int server) {
        workers.add(Worker.hire(mark + "-worker-" + workers.size(), employment, api(server)));
        return this;
    }

    /** Runs a definition, in which QUEUE stands for the queue of this stage's workers. */
    public Run start(String yaml, String input) {
        return start(register(yaml), input);
    }

    public Run start(Definition definition, String input) {
        ObjectNode request = Api.JSON
                .createObjectNode()
                .put("runId", mark + "-" + runs.size())
                .put("revision", definition.revision());
        request.set("input", json(input));
        Answer answer = api().post("/workflows/" + NAMESPACE + "/" + definition.name() + "/instances", request);
        BrokenPromise.unless(answer.isOk(), "A run of a registered definition starts.", answer);
        Run run = new Run(this, answer.body());
        runs.add(run);
        return run;
    }

    /** A definition as the server has numbered it. */
    public record Definition(String name, int revision) {}

    /** In it QUEUE stands for the queue of this stage's workers, also in the name of what nobody else may register anew. */
    public Definition register(String yaml) {
        Answer answer = api().postYaml("/workflows", yaml.replace("QUEUE", mark));
        JsonNode fault = answer.body().at("/errors/0");
        if (fault.path("code").asText().equals("NOT_SUPPORTED_YET")) {
            throw new MissingFeature("The server says: " + fault.path("detail").asText() + ".");
        }
        BrokenPromise.unless(answer.isOk(), "A definition that follows the documented format is accepted.", answer);
        return new Definition(
                answer.body().path("name").asText(),
                answer.body().path("revision").asInt());
    }

    public static JsonNode json(String text) {
        try {
            return Api.JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a metric with one of these words in its line is above zero. */
    public void awaitMetric(String promise, Pattern words) {
        if (!words.matcher(api().metrics()).find()) {
            throw new MissingFeature("The server has no metric for it: " + promise);
        }
        Pattern aboveZero = Pattern.compile("(" + words.pattern() + ").* [1-9][0-9.E]*$", Pattern.MULTILINE);
        await.present(
                () -> Optional.of(api().metrics())
                        .filter(text -> aboveZero.matcher(text).find()),
                () -> promise);
    }

    /** Everything that was handed to workers so far, first to last. */
    public List<Job> jobs() {
        return script.jobs();
    }

    public List<Job> jobs(String label) {
        return jobs().stream().filter(job -> job.label().equals(label)).toList();
    }

    public Job awaitJob(String label) {
        return awaitJob(label, 1);
    }

    /** @param number of the delivery, counted from 1 */
    public Job awaitJob(String label, int number) {
        return await.present(
                () -> Optional.of(jobs(label))
                        .filter(jobs -> jobs.size() >= number)
                        .map(jobs -> jobs.get(number - 1)),
                () -> "'" + label + "' is handed to a worker" + (number > 1 ? " " + number + " times." : "."));
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
    }
}
