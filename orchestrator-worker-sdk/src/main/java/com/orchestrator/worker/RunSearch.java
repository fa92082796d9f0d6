package com.orchestrator.worker;

import com.orchestrator.api.model.CountBy;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.RunCount;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which runs are looked for. Everything that is said has to hold; each call answers a narrower search and leaves this one as it
 * is.
 */
public final class RunSearch {

    private static final String RUNS = "/instances";
    private static final int PAGE = 200;

    private final OrchestratorClient client;
    private final Map<String, String> parameters;

    RunSearch(OrchestratorClient client) {
        this(client, Map.of());
    }

    private RunSearch(OrchestratorClient client, Map<String, String> parameters) {
        this.client = client;
        this.parameters = parameters;
    }

    /** The same parameter again takes the place of the first. */
    private RunSearch with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new RunSearch(client, more);
    }

    /** In one of these. */
    public RunSearch states(WorkflowState... states) {
        return with("state", Arrays.stream(states).map(Enum::name).collect(Collectors.joining(",")));
    }

    public RunSearch namespace(String namespace) {
        return with("namespace", namespace);
    }

    public RunSearch workflow(String workflow) {
        return with("workflow", workflow);
    }

    public RunSearch runId(String runId) {
        return with("runId", runId);
    }

    /** One label. */
    public RunSearch label(String key, String value) {
        return with("label", key + ":" + value);
    }

    /** A search attribute, its value as it is written in JSON, text without quotes. */
    public RunSearch attribute(String name, String value) {
        return with("attr." + name, value);
    }

    /** What a run that is at rest failed with. */
    public RunSearch code(String code) {
        return with("code", code);
    }

    public RunSearch startedAfter(Instant moment) {
        return with("startedAfter", moment.toString());
    }

    public RunSearch startedBefore(Instant moment) {
        return with("startedBefore", moment.toString());
    }

    public RunSearch endedAfter(Instant moment) {
        return with("endedAfter", moment.toString());
    }

    public RunSearch endedBefore(Instant moment) {
        return with("endedBefore", moment.toString());
    }

    /** A condition in the language of filters, such as {@code attr.total > 1000 && has(labels.tier)}. */
    public RunSearch filter(String condition) {
        return with("filter", condition);
    }

    public RunSearch oldestFirst() {
        return with("sort", "startedAt");
    }

    /**
     * One page, of up to 200 runs. It may be short or empty and still have a {@code next}: the server looks at so many runs for one
     * request and no more.
     *
     * @param next of the page before; the first page when absent
     */
    public Page<WorkflowInstance> page(@Nullable String next) {
        String cursor = next == null ? "" : "&cursor=" + OrchestratorClient.segment(next);
        Runs runs = client.get(RUNS + "?limit=" + PAGE + query() + cursor, Runs.class);
        return new Page<>(runs.items(), runs.page().next());
    }

    /** Up to so many, asking on as long as it takes. */
    public List<WorkflowInstance> first(int max) {
        List<WorkflowInstance> found = new ArrayList<>();
        String next = null;
        do {
            Page<WorkflowInstance> page = page(next);
            found.addAll(page.items());
            next = page.next();
        } while (next != null && found.size() < max);
        return found.subList(0, Math.min(max, found.size()));
    }

    /** How many there are of each kind, exact up to some thousands. */
    public RunCount count(CountBy by) {
        String kind = by.name().toLowerCase(Locale.ROOT);
        return client.get(RUNS + "/count?groupBy=" + kind + query(), RunCount.class);
    }

    private String query() {
        return parameters.entrySet().stream()
                .map(each -> "&" + OrchestratorClient.segment(each.getKey()) + "="
                        + OrchestratorClient.segment(each.getValue()))
                .collect(Collectors.joining());
    }

    record Runs(List<WorkflowInstance> items, Pages.Next page) {}
}
