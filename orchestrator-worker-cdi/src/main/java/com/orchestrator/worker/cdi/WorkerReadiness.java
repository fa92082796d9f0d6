package com.orchestrator.worker.cdi;

import com.orchestrator.worker.WorkerHealth;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** The worker as a part of {@code /health/ready}, where the container has MicroProfile Health. */
@Readiness
@ApplicationScoped
public class WorkerReadiness implements HealthCheck {

    @Inject
    CdiWorker worker;

    @Override
    public HealthCheckResponse call() {
        Optional<WorkerHealth> health = worker.health();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("orchestrator-worker")
                .status(health.map(WorkerHealth::isReady).orElse(true));
        health.ifPresent(now -> response.withData("state", now.state().name())
                .withData("running", now.running())
                .withData("problem", now.problem()));
        return response.build();
    }
}
