package com.orchestrator.examples.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Nothing here knows of a worker: the starter finds the beans that have handlers. */
@SpringBootApplication
public class OrderWorkerApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(OrderWorkerApplication.class, arguments);
    }
}
