package com.orchestrator.test;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run with some mishaps, played from its start until nothing happens any more. The same mishaps make the same story. */
final class Story {

    private static final String RUN_ID = "run-1";

    /**
     * What a story is about.
     *
     * @param plans definitions; the first one is run
     * @param signals that are sent when the run waits, one after the other
     */
    record Subject(List<WorkflowPlan> plans, Object input, List<Map.Entry<String, Object>> signals) {}

    /**
     * Where something can go wrong.
     *
     * @param delivery null at a commit
     */
    private record Point(int at, @Nullable Delivery delivery) {

        List<Mishap> mishaps() {
            List<Mishap> mishaps = new ArrayList<>();
            if (delivery == null) {
                for (KillableStore.Moment moment : KillableStore.Moment.values()) {
                    mishaps.add(Mishap.of(at, moment));
                }
            } else {
                for (Fault fault : Fault.values()) {
                    if (fault != Fault.REFUSED || delivery.isForward()) {
                        mishaps.add(Mishap.of(at, fault));
                    }
                }
            }
            return mishaps;
        }
    }

    private final List<Mishap> mishaps;
    private final List<Point> points = new ArrayList<>();
    private final Stage stage;
    private @Nullable TestRun run;

    /** @param handlers of this story alone */
    Story(Subject subject, List<Mishap> mishaps, Object handlers) {
        this.mishaps = mishaps;
        this.stage = new Stage(Ground.inMemory(), subject.plans(), this::atDelivery, commit -> atCommit());
        stage.handlers().add(handlers);
    }

    /** What goes wrong in it. */
    List<Mishap> mishaps() {
        return mishaps;
    }

    private @Nullable Fault atDelivery(Delivery delivery) {
        return at(delivery).map(Mishap::fault).orElse(null);
    }

    private KillableStore.@Nullable Moment atCommit() {
        return at(null).map(Mishap::kill).orElse(null);
    }

    private Optional<Mishap> at(@Nullable Delivery delivery) {
        Point point = new Point(points.size() + 1, delivery);
        points.add(point);
        return mishaps.stream().filter(mishap -> mishap.at() == point.at()).findFirst();
    }

    /** To its end. */
    TestRun play(Subject subject) {
        WorkflowPlan plan = subject.plans().get(0);
        TestRun played = new TestRun(
                stage,
                stage.start(new StartWorkflowRequest(
                                plan.namespace(),
                                plan.name(),
                                RUN_ID,
                                stage.payload(subject.input()),
                                Map.of(),
                                null,
                                plan.revision(),
                                null,
                                null))
                        .instanceId());
        run = played;
        stage.play();
        for (Map.Entry<String, Object> signal : subject.signals()) {
            if (played.state() == WorkflowState.RUNNING) {
                played.signal(signal.getKey(), signal.getValue());
            }
        }
        return played;
    }

    /** The same with one thing more that goes wrong, behind the others: all that there are. */
    List<List<Mishap>> worse() {
        int last = mishaps.isEmpty() ? 0 : mishaps.get(mishaps.size() - 1).at();
        List<List<Mishap>> worse = new ArrayList<>();
        for (Point point : points.subList(Math.min(last, points.size()), points.size())) {
            for (Mishap mishap : point.mishaps()) {
                List<Mishap> more = new ArrayList<>(mishaps);
                more.add(mishap);
                worse.add(more);
            }
        }
        return worse;
    }

    /** What has happened, with a line for each thing that went wrong, and for what went well between. */
    String text() {
        List<String> lines = new ArrayList<>();
        List<String> well = new ArrayList<>();
        for (Point point : points) {
            String line = line(point);
            if (point.delivery() != null && line == null) {
                well.add(point.delivery().name());
            } else if (line != null) {
                flush(well, lines);
                lines.add(line);
            }
        }
        flush(well, lines);
        lines.add(end());
        return lines.stream().map(line -> "  " + line).collect(Collectors.joining("\n"));
    }

    private static void flush(List<String> well, List<String> lines) {
        if (!well.isEmpty()) {
            lines.add(String.join(", ", well) + (well.size() == 1 ? " is done" : " are done"));
            well.clear();
        }
    }

    /** Null when nothing went wrong there. */
    private @Nullable String line(Point point) {
        Mishap mishap = mishaps.stream()
                .filter(one -> one.at() == point.at())
                .findFirst()
                .orElse(null);
        Delivery begun = point.delivery();
        if (begun != null) {
            Delivery ended = stage.deliveries().get(begun.number() - 1);
            return ended.outcome().equals("is done") ? null : ended.name() + " " + ended.outcome();
        }
        return mishap == null
                ? null
                : "the server is killed " + (mishap.kill() == KillableStore.Moment.BEFORE_COMMIT ? "before" : "after")
                        + " its commit, and another one takes its place";
    }

    private String end() {
        if (run == null) {
            return "the run was never started";
        }
        Optional<Cause> cause = run.cause();
        return "the run is " + run.state()
                + cause.map(why -> ", since " + (why.taskId() == null ? "" : why.taskId() + " has ended with ")
                                + why.code())
                        .orElse("");
    }
}
