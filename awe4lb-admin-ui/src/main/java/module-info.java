/** Management over HTTP. The kernel does not know it: it is found as a service. */
module io.awe4lb.admin {
    requires static org.jspecify;
    requires io.awe4lb.kernel;
    requires com.fasterxml.jackson.databind;
    requires io.javalin;
    requires org.slf4j;

    provides io.awe4lb.kernel.runtime.ManagementProvider with io.awe4lb.admin.AdminProvider;
}
