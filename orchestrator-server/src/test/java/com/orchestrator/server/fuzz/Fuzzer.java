package com.orchestrator.server.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.server.auth.Endpoints;
import com.orchestrator.server.auth.Endpoints.Endpoint;
import com.orchestrator.server.fuzz.Target.Call;
import com.orchestrator.server.fuzz.Target.Said;
import com.orchestrator.server.rest.json.RawText;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Asks for everything there is to ask for, most of it spoiled in one place. */
final class Fuzzer {

    private static final String POLL = """
            {"workerId":"w1","queues":["step","undo"],"max":1,"wait":"0s","lease":"1h","results":[%s],"renewals":[%s]}""";

    private final Target target;
    private final List<Endpoint> endpoints;
    private final Random random;
    private final Spoiler spoiler;
    private final World world;
    private final Bodies bodies;
    private final Set<Endpoint> asked = new HashSet<>();

    Fuzzer(Target target, Endpoints endpoints, long seed) {
        this.target = target;
        this.endpoints = endpoints.all();
        this.random = new Random(seed);
        this.spoiler = new Spoiler(random);
        this.world = new World(target, random);
        this.bodies = new Bodies(world);
    }

    /** @return what has been asked for at least once */
    Set<Endpoint> askSpoiled(int requests) {
        String before = world.state();
        for (int i = 0; i < requests; i++) {
            Endpoint endpoint = spoiler.oneOf(endpoints);
            Call call = spoiler.spoil(call(endpoint));
            asked.add(endpoint);
            Said said = target.say(call);
            String after = world.state();
            if (said.isRefusal() && !isKeptAllTheSame(said) && !after.equals(before)) {
                throw new AssertionError(call + "\n  was refused, and changed\n" + before + "\n  to\n" + after);
            }
            before = after;
        }
        world.checkHistories();
        return asked;
    }

    /** A report that comes too late is refused, and what it says happened is kept all the same. */
    private static boolean isKeptAllTheSame(Said said) {
        return said.text().contains("\"FENCE_STALE\"");
    }

    private Call call(Endpoint endpoint) {
        String path = world.path(endpoint, spoiler);
        Optional<JsonNode> body = takesText(endpoint) ? Optional.of(text(path)) : bodies.of(endpoint.handler());
        return body.map(tree -> new Call(
                        endpoint.method(), path, Map.of("Content-Type", "application/json"), World.bytes(tree)))
                .orElseGet(() -> new Call(endpoint.method(), path, Map.of(), new byte[0]));
    }

    private static boolean takesText(Endpoint endpoint) {
        return Arrays.asList(endpoint.handler().getParameterTypes()).contains(RawText.class);
    }

    private JsonNode text(String path) {
        try {
            return Target.JSON.readTree(path.endsWith("/poll") ? poll() : World.DEFINITION);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private String poll() {
        String entry = world.leases.isEmpty()
                ? ""
                : world.leases.stream()
                        .skip(random.nextInt(world.leases.size()))
                        .findFirst()
                        .map(lease -> "{\"executionId\":\"" + lease.executionId() + "\",\"fenceToken\":"
                                + lease.fenceToken() + ",\"X\":{}}")
                        .orElse("");
        return POLL.formatted(entry.replace("X", "output"), entry.replace("X", "progress"));
    }

    /** Random sequences of what people and workers do, in any order, whether or not it is allowed. */
    void playSequences(int sequences) {
        for (int i = 0; i < sequences; i++) {
            world.start();
            int steps = 3 + random.nextInt(10);
            for (int step = 0; step < steps; step++) {
                target.say(operation());
                world.poll(1);
            }
        }
        world.checkHistories();
    }

    private Call operation() {
        String run = "/api/v1/instances/" + world.runs.get(world.runs.size() - 1 - random.nextInt(2)) + "/";
        World.Lease lease = world.leases.isEmpty()
                ? new World.Lease("00000000-0000-4000-8000-000000000000", 1)
                : world.leases.get(world.leases.size() - 1 - random.nextInt(Math.min(3, world.leases.size())));
        String fence = "\"workerId\":\"w1\",\"fenceToken\":" + lease.fenceToken();
        String task = "/api/v1/tasks/" + lease.executionId() + "/";
        String repair = run + "tasks/" + spoiler.oneOf(List.of("a", "b", "c")) + "/";
        return spoiler.oneOf(List.of(
                Call.post(task + "complete", "{" + fence + ",\"output\":{\"n\":1}}"),
                Call.post(
                        task + "fail",
                        "{" + fence + ",\"failure\":{\"kind\":\"FATAL\",\"code\":\"NO\",\"message\":\"no\"}}"),
                Call.post(task + "release", "{" + fence + "}"),
                Call.post(run + "pause", "{\"reason\":\"r\"}"),
                Call.post(run + "resume", "{\"reason\":\"r\"}"),
                Call.post(run + "cancel", "{\"reason\":\"r\"}"),
                Call.post(run + "terminate", "{\"reason\":\"r\"}"),
                Call.post(run + "compensate", "{\"reason\":\"r\"}"),
                Call.post(run + "signals/paid", "{\"payload\":{}}"),
                Call.post("/api/v1/signals", "{\"namespace\":\"fuzz\",\"name\":\"paid\",\"key\":\"k\",\"payload\":{}}"),
                Call.post(repair + "retry", "{\"reason\":\"r\"}"),
                Call.post(repair + "skip", "{\"reason\":\"r\"}"),
                Call.post(repair + "complete", "{\"reason\":\"r\",\"output\":{}}"),
                Call.get(run + "explain"),
                Call.get(run + "tasks")));
    }
}
