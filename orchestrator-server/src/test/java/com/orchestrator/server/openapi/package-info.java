/** The document of the API and the server, held against each other. */
package com.orchestrator.server.openapi;
