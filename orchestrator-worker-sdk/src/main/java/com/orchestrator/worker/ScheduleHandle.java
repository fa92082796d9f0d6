package com.orchestrator.worker;

import com.orchestrator.api.schedule.Backfill;
import com.orchestrator.api.schedule.BackfillRequest;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleChange;
import com.orchestrator.api.schedule.ScheduleFire;
import com.orchestrator.api.schedule.ScheduleTimes;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One schedule. Holds no state of its own: every call asks the server. */
public final class ScheduleHandle {

    private final OrchestratorClient client;
    private final Schedules calls;
    private final String path;

    ScheduleHandle(OrchestratorClient client, Schedules calls, String namespace, String name) {
        this.client = client;
        this.calls = calls;
        this.path = "/schedules/" + Schedules.segment(namespace) + "/" + Schedules.segment(name);
    }

    /**
     * Begins to say what it starts and when; {@link ScheduleBuilder#put} makes it so.
     *
     * @param name of a workflow of the schedule's namespace
     */
    public ScheduleBuilder workflow(String name) {
        return new ScheduleBuilder(this, name);
    }

    /**
     * Begins to say when it puts a job; {@link ScheduleBuilder#put} makes it so.
     *
     * @param job of a class that has a {@link JobType}; its texts may have <code>${ schedule.at }</code> in them
     */
    public ScheduleBuilder job(Object job) {
        return job(job, options -> {});
    }

    /** The same with something said of the job that its class does not say. */
    public ScheduleBuilder job(Object job, Consumer<JobOptions> said) {
        JobType type = JobTypes.of(job.getClass());
        JobOptions options = new JobOptions(type, job);
        said.accept(options);
        return new ScheduleBuilder(this, options.forSchedule(type.value(), client.payload(job)));
    }

    OrchestratorClient client() {
        return client;
    }

    Schedule put(ScheduleBuilder.Body body) {
        return calls.put(path, body, Schedule.class);
    }

    public Schedule describe() {
        return calls.get(path, Schedule.class);
    }

    /** Nothing comes due until somebody resumes it. */
    public Schedule pause(@Nullable String note) {
        return calls.post(path + "/pause", new Pause(note), Schedule.class);
    }

    /** Times that have passed meanwhile do not come back; a backfill does them. */
    public Schedule resume() {
        return calls.post(path + "/resume", new Schedules.Nothing(), Schedule.class);
    }

    /**
     * Starts a run now, once, however often it has to be asked for.
     *
     * @param overlap instead of the schedule's own when not null
     */
    public ScheduleFire trigger(@Nullable Overlap overlap) {
        return trigger(overlap, FreshId.next());
    }

    /** @param triggerId the same again starts nothing more, and is answered with the same */
    public ScheduleFire trigger(@Nullable Overlap overlap, String triggerId) {
        return calls.post(path + "/trigger", new Trigger(overlap, triggerId), ScheduleFire.class);
    }

    /** Who has changed it, and when; the newest first, a hundred at most. Also when it is deleted. */
    public List<ScheduleChange> changes() {
        return calls.get(path + "/changes?limit=100", Changes.class).items();
    }

    /** Starts the runs of times that have passed and have none; how far it is, {@link Schedules#backfill} says. */
    public Backfill backfill(BackfillRequest request) {
        return calls.post(path + "/backfill", request, Backfill.class);
    }

    /** The next times, also when it is paused. */
    public ScheduleTimes upcoming(int count) {
        return calls.get(path + "/upcoming?count=" + count, ScheduleTimes.class);
    }

    /** The next times from a moment on. */
    public ScheduleTimes upcoming(int count, Instant after) {
        return calls.get(path + "/upcoming?count=" + count + "&after=" + after, ScheduleTimes.class);
    }

    /** Nothing of it comes due any more; runs that are there go on. */
    public void delete() {
        calls.delete(path);
    }

    private record Pause(@Nullable String note) {}

    private record Trigger(@Nullable Overlap overlap, String triggerId) {}

    private record Changes(List<ScheduleChange> items, Pages.Next page) {}
}
