package com.orchestrator.worker.spring;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The worker's metrics, where the application has Micrometer. */
@AutoConfiguration(after = OrchestratorAutoConfiguration.class)
@ConditionalOnClass(name = "io.micrometer.core.instrument.MeterRegistry")
@ConditionalOnBean(WorkerLifecycle.class)
public class MetricsAutoConfiguration {

    /** The registry is looked for later: which configuration makes it differs between the versions. */
    @Bean
    WorkerMeters orchestratorWorkerMeters(
            ObjectProvider<MeterRegistry> registry, ObjectProvider<WorkerLifecycle> worker) {
        return new WorkerMeters(registry, worker);
    }
}
