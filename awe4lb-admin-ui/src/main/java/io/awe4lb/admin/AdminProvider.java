package io.awe4lb.admin;

import io.awe4lb.admin.http.Limits;
import io.awe4lb.kernel.runtime.Management;
import io.awe4lb.kernel.runtime.ManagementProvider;
import io.awe4lb.kernel.runtime.Running;
import java.io.IOException;

/** The service that the kernel looks for. */
public final class AdminProvider implements ManagementProvider {

    /** For the service loader. */
    public AdminProvider() {}

    @Override
    public Management open(Running running) throws IOException {
        return AdminServer.open(running, Limits.DEFAULT, System.err);
    }
}
