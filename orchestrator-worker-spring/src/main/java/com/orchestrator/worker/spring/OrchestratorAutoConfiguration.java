package com.orchestrator.worker.spring;

import com.orchestrator.worker.FailureListener;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorWorker;
import com.orchestrator.worker.TaskInterceptor;
import com.orchestrator.worker.WorkerBuilder;
import com.orchestrator.worker.WorkerListener;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** A client, and a worker of all beans with handlers. */
@AutoConfiguration
@EnableConfigurationProperties(OrchestratorProperties.class)
public class OrchestratorAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    OrchestratorClient orchestratorClient(OrchestratorProperties properties) {
        return properties.token() == null || properties.token().isBlank()
                ? OrchestratorClient.connect(properties.url())
                : OrchestratorClient.connect(properties.url(), properties.token());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(prefix = "orchestrator.worker", name = "enabled", matchIfMissing = true)
    WorkerLifecycle orchestratorWorker(
            ConfigurableListableBeanFactory beans, OrchestratorProperties properties, Environment environment) {
        return new WorkerLifecycle(
                () -> HandlerBeans.of(beans), handlers -> worker(handlers, properties, environment, beans));
    }

    private static WorkerBuilder worker(
            List<Object> handlers,
            OrchestratorProperties properties,
            Environment environment,
            ConfigurableListableBeanFactory beans) {
        WorkerBuilder worker = OrchestratorWorker.connect(properties.url()).handlers(handlers.toArray());
        apply(properties, environment.getProperty("spring.application.name"), worker);
        ObjectProvider<FailureListener> failures = beans.getBeanProvider(FailureListener.class);
        failures.ifAvailable(worker::onFailure);
        beans.getBeanProvider(WorkerListener.class).orderedStream().forEach(worker::listener);
        beans.getBeanProvider(TaskInterceptor.class).orderedStream().forEach(worker::around);
        beans.getBeanProvider(WorkerCustomizer.class).orderedStream().forEach(last -> last.customize(worker));
        return worker;
    }

    private static void apply(OrchestratorProperties properties, @Nullable String application, WorkerBuilder worker) {
        OrchestratorProperties.Worker wishes = properties.worker();
        String name = wishes.name() == null ? application : wishes.name();
        if (properties.token() != null && !properties.token().isBlank()) {
            worker.token(properties.token());
        }
        if (properties.namespace() != null && !properties.namespace().isBlank()) {
            worker.namespace(properties.namespace());
        }
        if (name != null) {
            worker.name(name);
        }
        if (wishes.build() != null) {
            worker.deployment(name == null ? "application" : name, wishes.build());
        }
        if (!wishes.queues().isEmpty()) {
            worker.queues(wishes.queues().toArray(String[]::new));
        }
        if (wishes.lease() != null) {
            worker.lease(wishes.lease());
        }
        worker.maxConcurrent(wishes.maxConcurrent())
                .threads(wishes.threads())
                .drainTimeout(wishes.drainTimeout())
                .failFast(wishes.failFast());
    }
}
