package com.orchestrator.worker.spring;

import com.orchestrator.worker.WorkerHealth;
import java.util.Optional;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** The worker's health as version 3 of Spring Boot has it: {@code orchestrator} among the parts of {@code /actuator/health}. */
@AutoConfiguration(after = OrchestratorAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
@ConditionalOnBean(WorkerLifecycle.class)
@ConditionalOnProperty(name = "management.health.orchestrator.enabled", matchIfMissing = true)
public class Boot3HealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "orchestratorHealthIndicator")
    HealthIndicator orchestratorHealthIndicator(WorkerLifecycle worker) {
        return () -> health(worker.health());
    }

    private static Health health(Optional<WorkerHealth> worker) {
        if (worker.isEmpty()) {
            return Health.unknown().build();
        }
        WorkerHealth health = worker.get();
        Health.Builder said = health.isReady() ? Health.up() : Health.down();
        WorkerDetails.of(health).forEach(said::withDetail);
        return said.build();
    }
}
