package com.orchestrator.system.chain;

import static com.orchestrator.system.http.Api.JSON;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.system.http.Api;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Clients that start chains of five, wait for the end of each and start the next. Two of the five tasks are done by workers
 * that keep a record; the others, of queue {@value #OTHERS}, are whoever's.
 */
public final class ChainLoad implements AutoCloseable {

    /** Queue of tasks that others have to do. */
    public static final String OTHERS = "step";

    static final String TEXT = "x".repeat(180);

    private static final String RECORDED = "recorded";
    private static final int LOOKS_MAX = 20;

    /** So many show that everything goes on. */
    private static final int ENDS = 60;

    private final Api api;
    private final ChainRecord record = new ChainRecord();
    private final ChainWorkers workers;
    private final ExecutorService clients;
    private volatile boolean isFinishing;

    /**
     * @param servers asked in turn
     * @param callers who start chains; each run that they start is looked at in the end
     */
    public ChainLoad(List<URI> servers, int callers) {
        api = new Api(servers);
        api.post("/workflows", definition()).mustBeOk();
        workers = new ChainWorkers(api, RECORDED, record);
        clients = Executors.newFixedThreadPool(callers);
        for (int i = 0; i < callers; i++) {
            String name = "chain-" + i + "-";
            clients.execute(() -> loop(name));
        }
    }

    private static ObjectNode definition() {
        ObjectNode definition = JSON.createObjectNode()
                .put("apiVersion", "orchestrator/v1")
                .put("kind", "Workflow")
                .put("namespace", "test")
                .put("name", "chain");
        String before = "input";
        for (String id : ChainAudit.TASKS) {
            ObjectNode task = definition.withArray("tasks").addObject();
            task.put("id", id).put("task", ChainAudit.RECORDED_TASKS.contains(id) ? RECORDED : OTHERS);
            task.put("input", "${ " + before + " }").putObject("timeouts").put("lease", "5s");
            before = "tasks." + id + ".output";
        }
        ObjectNode output = definition.putObject("output");
        ChainAudit.RECORDED_TASKS.forEach(id -> output.put(id, "${ tasks." + id + ".output.mark }"));
        return definition;
    }

    private void loop(String name) {
        try {
            for (int i = 0; !isFinishing; i++) {
                run(name + i);
            }
        } catch (RuntimeException | AssertionError e) {
            record.fault("Client " + name + " died of " + e);
        }
    }

    private void run(String runId) {
        ObjectNode request = JSON.createObjectNode().put("runId", runId);
        request.putObject("input").put("text", TEXT);
        String instanceId = api.post("/workflows/test/chain/instances", request)
                .mustBeOk()
                .get("instanceId")
                .asText();
        record.started(runId, instanceId);
        Api.Answer result = new Api.Answer(202, JSON.nullNode());
        for (int i = 0; i < LOOKS_MAX && result.status() == 202; i++) {
            result = api.get("/instances/" + instanceId + "/result?wait=2s");
        }
        if (result.isOk()) {
            record.ended(runId, api.get("/instances/" + instanceId).mustBeOk());
        } else {
            record.fault("No end of " + runId + " " + instanceId + ", but " + result);
        }
    }

    /** That there are some is the recovery, after whatever happened. Where something is known to be wrong nobody need wait for them. */
    public void awaitMoreEnds() {
        int before = record.ends().size();
        Awaitility.await("runs that end")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> record.ends().size() >= before + ENDS
                        || !record.faults().isEmpty());
    }

    /** Starts nothing more, and waits for what is under way. */
    public void finish() throws InterruptedException {
        isFinishing = true;
        clients.shutdown();
        if (!clients.awaitTermination(1, TimeUnit.MINUTES)) {
            record.fault("There are clients that nobody answers");
        }
    }

    /**
     * Whatever was acknowledged and is not there, or is there twice.
     *
     * @param effects idempotency keys of the work that others did
     */
    public List<String> faults(Collection<String> effects) {
        return new ChainAudit(api, record, effects).faults();
    }

    @Override
    public void close() {
        isFinishing = true;
        clients.shutdownNow();
        workers.close();
    }
}
