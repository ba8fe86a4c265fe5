import com.aliyun.alb20200616.models.GetListenerAttributeRequest;
import com.aliyun.alb20200616.models.ListAsynJobsRequest;
import com.aliyun.alb20200616.models.ListListenersRequest;
import com.aliyun.alb20200616.models.StartListenerRequest;
import com.aliyun.cas20200407.models.ListCertRequest;
import com.aliyun.tea.TeaException;
import com.aliyun.teaopenapi.models.Config;
import java.util.List;

/** The official Java SDKs with the region and the keys and nothing else: no endpoint, no proxy. Prints what each was answered. */
public class Clients {
  static Config config() {
    return new Config().setAccessKeyId("local").setAccessKeySecret("local").setRegionId("cn-hangzhou");
  }

  public static void main(String[] given) throws Exception {
    var alb = new com.aliyun.alb20200616.Client(config());
    var cas = new com.aliyun.cas20200407.Client(config());
    say("listeners", alb.listListeners(new ListListenersRequest()).getBody().getTotalCount());
    say("certificates", cas.listCert(new ListCertRequest()).getBody().getTotalCount());
    var job = alb.startListener(new StartListenerRequest().setListenerId("lsn-stopped")).getBody().getJobId();
    String status = "";
    while (!status.equals("Succeeded")) {
      status = alb.listAsynJobs(new ListAsynJobsRequest().setJobIds(List.of(job))).getBody().getJobs().get(0).getStatus();
    }
    var listener = alb.getListenerAttribute(new GetListenerAttributeRequest().setListenerId("lsn-stopped")).getBody();
    say("started", listener.getListenerStatus());
    try {
      alb.getListenerAttribute(new GetListenerAttributeRequest().setListenerId("lsn-nowhere"));
    } catch (TeaException error) {
      say("missing", error.getCode());
    }
  }

  static void say(String what, Object answer) {
    System.out.println(what + " " + answer);
  }
}
