package com.orchestrator.worker.spring;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.worker.WorkerHealth;
import com.orchestrator.worker.WorkerListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Metrics under names that begin with {@code orchestrator.worker.}; their tags are task types and outcomes, never ids. */
final class WorkerMeters implements WorkerListener, SmartInitializingSingleton {

    private final ObjectProvider<MeterRegistry> registries;
    private final ObjectProvider<WorkerLifecycle> worker;
    private volatile @Nullable MeterRegistry registry;

    WorkerMeters(ObjectProvider<MeterRegistry> registries, ObjectProvider<WorkerLifecycle> worker) {
        this.registries = registries;
        this.worker = worker;
    }

    @Override
    public void afterSingletonsInstantiated() {
        MeterRegistry found = registries.getIfUnique();
        WorkerLifecycle lifecycle = worker.getIfUnique();
        if (found != null && lifecycle != null) {
            registry = found;
            gauge(found, lifecycle, "slots.used", WorkerHealth::running);
            gauge(found, lifecycle, "slots.max", WorkerHealth::maxConcurrent);
            gauge(found, lifecycle, "connected", health -> health.connected() ? 1 : 0);
        }
    }

    private static void gauge(
            MeterRegistry registry, WorkerLifecycle worker, String name, ToDoubleFunction<WorkerHealth> value) {
        Gauge.builder(
                        name(name),
                        worker,
                        now -> now.health().map(value::applyAsDouble).orElse(0d))
                .register(registry);
    }

    private static String name(String name) {
        return "orchestrator.worker." + name;
    }

    @Override
    public void taskEnded(LeasedTask task, String outcome, Duration took) {
        MeterRegistry to = registry;
        if (to != null) {
            to.timer(name("task"), "type", task.taskType(), "outcome", outcome).record(took);
        }
    }

    @Override
    public void leaseLost(LeasedTask task) {
        MeterRegistry to = registry;
        if (to != null) {
            to.counter(name("lease.lost"), "type", task.taskType()).increment();
        }
    }

    @Override
    public void polled(int tasks, Duration took) {
        MeterRegistry to = registry;
        if (to != null) {
            to.timer(name("poll")).record(took);
        }
    }
}
