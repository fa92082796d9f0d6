package com.orchestrator.launcher.demo;

import com.orchestrator.launcher.demo.DemoOrder.Outcome;
import com.orchestrator.launcher.demo.DemoRuns.Run;
import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.LaunchException;
import com.orchestrator.launcher.os.ShutdownStack;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells the story of twenty orders against a running server: start them, watch them, say how they ended. */
public final class OrderStory {

    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final DemoClient client;
    private final DemoRuns runs;
    private final Path example;
    private final PrintStream out;
    private boolean settled;

    public OrderStory(String serverUrl, Path example, PrintStream out) {
        this.client = new DemoClient(serverUrl);
        this.runs = new DemoRuns(client);
        this.example = example;
        this.out = out;
    }

    /** Starts everything and returns when all orders have settled, or when that has taken too long. */
    public void play(ShutdownStack started, String serverUrl, Path workerLog, boolean terminal) {
        OrderSagaWorker worker = started.open(() -> OrderSagaWorker.start(example, serverUrl, workerLog));
        out.println("Worker for stock, payment and shipping: process " + worker.pid());
        DemoClient.Workflow workflow = client.register(definition());
        List<DemoOrder> orders = DemoOrder.twenty();
        orders.forEach(order -> runs.start(workflow, order));
        out.println(orders.size() + " orders started as " + workflow.namespace() + "/" + workflow.name() + ":");
        try (var progress = new ProgressLine(out, terminal)) {
            settled = Await.until(LIMIT, PAUSE, () -> {
                worker.checkAlive();
                boolean over = runs.haveSettled();
                progress.show("  " + counts());
                return over;
            });
        }
    }

    /** Says how the orders ended and shows one rollback; false when anything ended otherwise than expected. */
    public boolean tell() {
        List<Run> all = runs.all();
        out.println();
        Report.outcomes(all).forEach(out::println);
        rolledBack().ifPresent(this::tellRollback);
        boolean asExpected = settled && all.stream().allMatch(Run::isAsExpected);
        out.println(asExpected ? "All orders ended as they should." : "NOT all orders ended as they should.");
        return asExpected;
    }

    /** How a person lets the waiting order go on. */
    public void tellHowToApprove() {
        runs.all().stream()
                .filter(run -> run.order().expected() == Outcome.WAITING)
                .forEach(run -> out.println("Approve " + run.order().orderId() + " with:\n  curl -X POST "
                        + client.instanceUrl(run.instanceId())
                        + "/signals/fraud-review -H 'Content-Type: application/json'"
                        + " -d '{\"payload\":{\"approved\":true}}'"));
    }

    /** Where runs are counted, and where a browser shows the rollback if the server was built with its page. */
    public void tellWhereToLook(String serverUrl) {
        out.println("How runs end is counted, hour by hour: " + serverUrl + "/api/v1/run-outcomes");
        if (OrderStory.class.getResource("/META-INF/resources/ui/index.html") != null) {
            rolledBack()
                    .ifPresent(run -> out.println("See how " + run.order().orderId() + " was rolled back: " + serverUrl
                            + "/ui/instances/" + run.instanceId()));
        }
    }

    private Optional<Run> rolledBack() {
        return runs.all().stream()
                .filter(run -> run.order().expected() == Outcome.SHIPPING_UNDONE)
                .findFirst();
    }

    private void tellRollback(Run run) {
        out.println();
        out.println("How " + run.order().orderId() + " was rolled back:");
        Report.rollback(run, client.events(run.instanceId()), client.tasks(run.instanceId()))
                .forEach(out::println);
        out.println("  " + client.instanceUrl(run.instanceId()));
        out.println();
    }

    private String counts() {
        return runs.counts().entrySet().stream().map(OrderStory::count).collect(Collectors.joining(", "));
    }

    private static String count(Map.Entry<String, Integer> entry) {
        return entry.getValue() + " " + entry.getKey().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String definition() {
        Path file = example.resolve("order-saga.yaml");
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new LaunchException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
