var e=Array.isArray,t=Array.prototype.indexOf,n=Array.prototype.includes,r=Array.from,i=Object.defineProperty,a=Object.getOwnPropertyDescriptor,o=Object.getOwnPropertyDescriptors,s=Object.prototype,c=Array.prototype,l=Object.getPrototypeOf,u=Object.isExtensible,d=()=>{};function f(e){for(var t=0;t<e.length;t++)e[t]()}function p(){var e,t;return{promise:new Promise((n,r)=>{e=n,t=r}),resolve:e,reject:t}}function m(e,t){if(Array.isArray(e))return e;if(t===void 0||!(Symbol.iterator in e))return Array.from(e);let n=[];for(let r of e)if(n.push(r),n.length===t)break;return n}var h=1024,g=2048,_=4096,v=8192,y=16384,b=32768,x=1<<25,S=65536,C=1<<18,w=1<<19,T=1<<20,ee=1<<25,te=1<<21,ne=1<<22,re=1<<23,ie=Symbol(`$state`),ae=Symbol(`component`),oe=Symbol(`legacy props`),se=Symbol(``),ce=Symbol(`attributes`),le=Symbol(`class`),ue=Symbol(`style`),de=Symbol(`text`),fe=Symbol(`form reset`),pe=new class extends Error{name=`StaleReactionError`;message="The reaction that called `getAbortSignal()` was re-run or destroyed"},me=!!globalThis.document?.contentType&&globalThis.document.contentType.includes(`xml`),he={},ge=Symbol(`uninitialized`),_e=`http://www.w3.org/1999/xhtml`;function ve(){console.warn(`https://svelte.dev/e/derived_inert`)}function ye(e){console.warn(`https://svelte.dev/e/hydration_mismatch`)}function be(){console.warn(`https://svelte.dev/e/select_multiple_invalid_value`)}function xe(){console.warn(`https://svelte.dev/e/svelte_boundary_reset_noop`)}var E=!1;function Se(e){E=e}var D;function Ce(e){if(e===null)throw ye(),he;return D=e}function we(){return Ce(cn(D))}function O(e){if(E){if(cn(D)!==null)throw ye(),he;D=e}}function Te(e=1){if(E){for(var t=e,n=D;t--;)n=cn(n);D=n}}function Ee(e=!0){for(var t=0,n=D;;){if(n.nodeType===8){var r=n.data;if(r===`]`){if(t===0)return n;--t}else(r===`[`||r===`[!`||r[0]===`[`&&!isNaN(Number(r.slice(1))))&&(t+=1)}var i=cn(n);e&&n.remove(),n=i}}function De(e){if(!e||e.nodeType!==8)throw ye(),he;return e.data}function Oe(e){return e===this.v}function ke(e,t){return e==e?e!==t||typeof e==`object`&&!!e||typeof e==`function`:t==t}function Ae(e){return!ke(e,this.v)}function je(e){throw Error(`https://svelte.dev/e/lifecycle_outside_component`)}function Me(){throw Error(`https://svelte.dev/e/async_derived_orphan`)}function Ne(e,t,n){throw Error(`https://svelte.dev/e/each_key_duplicate`)}function Pe(e){throw Error(`https://svelte.dev/e/effect_in_teardown`)}function Fe(){throw Error(`https://svelte.dev/e/effect_in_unowned_derived`)}function Ie(e){throw Error(`https://svelte.dev/e/effect_orphan`)}function Le(){throw Error(`https://svelte.dev/e/effect_update_depth_exceeded`)}function Re(e){throw Error(`https://svelte.dev/e/props_invalid_value`)}function ze(){throw Error(`https://svelte.dev/e/state_descriptors_fixed`)}function Be(){throw Error(`https://svelte.dev/e/state_prototype_fixed`)}function Ve(){throw Error(`https://svelte.dev/e/state_unsafe_mutation`)}function He(){throw Error(`https://svelte.dev/e/svelte_boundary_reset_onerror`)}var Ue=null;function We(e){Ue=e}function Ge(e,t=!1,n){Ue={p:Ue,i:!1,c:null,e:null,s:e,x:null,r:Kn,l:null}}function Ke(e){var t=Ue,n=t.e;if(n!==null){t.e=null;for(var r of n)xn(r)}return e!==void 0&&(t.x=e),t.i=!0,Ue=t.p,qe(e)}function qe(e={}){return i(e,ae,{value:!0}),e}function Je(){return!0}var Ye=[];function Xe(){var e=Ye;Ye=[],f(e)}function Ze(e){if(Ye.length===0&&!Tt){var t=Ye;queueMicrotask(()=>{t===Ye&&Xe()})}Ye.push(e)}function Qe(){for(;Ye.length>0;)Xe()}var $e=~(g|_|h);function et(e,t){e.f=e.f&$e|t}function tt(e){e.f&512||e.deps===null?et(e,h):et(e,_)}function nt(e,t){e.f&2048?t.set(e,g):e.f&4096&&t.get(e)!==2048&&t.set(e,_),et(e,h)}function rt(e){E&&sn(e)!==null&&ln(e)}var it=!1;function at(){it||(it=!0,document.addEventListener(`reset`,e=>{Promise.resolve().then(()=>{if(!e.defaultPrevented)for(let t of e.target.elements)t[fe]?.()})},{capture:!0}))}function ot(e){var t=Un,n=Kn;Gn(null),qn(null);try{return e()}finally{Gn(t),qn(n)}}function st(e,t,n,r=n){e.addEventListener(t,()=>ot(n));let i=e[fe];e[fe]=i?()=>{i(),r(!0)}:()=>r(!0),at()}function ct(e,t,n,r){let i=Je()?ft:ht;var a=e.filter(e=>!e.settled),o=t.map(i);if(n.length===0&&a.length===0){r(o);return}var s=Kn,c=lt(),l=a.length===1?a[0].promise:a.length>1?Promise.all(a.map(e=>e.promise)):null;function u(e){if(!(s.f&16384)){c();try{r([...o,...e])}catch(e){mn(e,s)}ut()}}var d=dt();if(n.length===0){l.then(()=>u([])).finally(d);return}function f(){Promise.all(n.map(e=>mt(e))).then(u).catch(e=>mn(e,s)).finally(d)}l?l.then(()=>{s.f&16384?d():(c(),f(),ut())}):f()}function lt(){var e=Kn,t=Un,n=Ue,r=A;return function(i=!0){qn(e),Gn(t),We(n),i&&!(e.f&16384)&&(r?.activate(),r?.apply())}}function ut(e=!0){qn(null),Gn(null),We(null),e&&A?.deactivate()}function dt(){var e=Kn,t=e.b,n=A,r=!!t?.is_rendered();return t?.update_pending_count(1,n),n.increment(r,e),()=>{t?.update_pending_count(-1,n),n.decrement(r,e)}}function ft(e){var t=2|g;return Kn!==null&&(Kn.f|=w),{ctx:Ue,deps:null,effects:null,equals:Oe,f:t,fn:e,reactions:null,rv:0,v:ge,wv:0,parent:Kn,ac:null}}var pt=Symbol(`obsolete`);function mt(e,t,n){let r=Kn;r===null&&Me();var i=void 0,a=Ht(ge),o=!Un,s=new Set;return wn(()=>{var t=Kn,n=p();i=n.promise;try{Promise.resolve(e()).then(n.resolve,e=>{e!==pe&&n.reject(e)}).finally(ut)}catch(e){n.reject(e),ut()}var c=A;if(o){if(t.f&32768)var l=dt();if(r.b?.is_rendered())c.async_deriveds.get(t)?.reject(pt);else for(let e of s.values())e.reject(pt);s.add(n),c.async_deriveds.set(t,n)}let u=(e,t=void 0)=>{l?.(),s.delete(n),t!==pt&&(c.activate(),t?(a.f|=re,Kt(a,t)):(a.f&8388608&&(a.f^=re),Kt(a,e)),c.deactivate())};n.promise.then(u,e=>u(null,e||`unknown`))}),yn(()=>{for(let e of s)e.reject(pt)}),new Promise(e=>{function t(n){function r(){n===i?e(a):t(i)}n.then(r,r)}t(i)})}function k(e){let t=ft(e);return Yn(t),t}function ht(e){let t=ft(e);return t.equals=Ae,t}function gt(e){var t=e.effects;if(t!==null){e.effects=null;for(var n=0;n<t.length;n+=1)Mn(t[n])}}function _t(e){var t,n=Kn,r=e.parent;if(!Vn&&r!==null&&e.v!==ge&&r.f&24576)return ve(),e.v;qn(r);try{gt(e),t=sr(e)}finally{qn(n)}return t}function vt(e){var t=_t(e);!e.equals(t)&&(e.wv=ir(),(!A?.is_fork||e.deps===null)&&(A===null?e.v=t:(A.capture(e,t,!0),St?.capture(e,t,!0)),e.deps===null))?et(e,h):Vn||(Ct===null?tt(e):(vn()||A?.is_fork)&&Ct.set(e,t))}function yt(e){if(e.effects!==null)for(let t of e.effects)(t.teardown||t.ac)&&(t.teardown?.(),t.ac!==null&&ot(()=>{t.ac.abort(pe),t.ac=null}),t.fn!==null&&(t.teardown=d),ur(t,0),An(t))}function bt(e){if(e.effects!==null)for(let t of e.effects)t.teardown&&t.fn!==null&&dr(t)}var xt=null,A=null,St=null,Ct=null,wt=null,Tt=!1,Et=!1,Dt=null,Ot=null,kt=0,At=1,jt=class e{id=At++;started=!1;linked=!0;prev=null;next=null;async_deriveds=new Map;current=new Map;previous=new Map;#e=new Set;#t=new Set;#n=0;#r=new Map;#i=null;#a=[];#o=[];#s=new Map;#c=new Map;#l=new Set;is_fork=!1;#u=!1;constructor(){xt===null?xt=this:(xt.next=this,this.prev=xt),xt=this}#d(){if(this.is_fork)return!0;for(let e of this.#r.keys())if(!this.#f(e))return!0;return!1}#f(e){for(var t=e;t!==null;t=t.parent)if(this.#c.has(t))return!0;return!1}skip_effect(e){this.#c.has(e)||this.#c.set(e,{d:[],m:[]}),this.#l.delete(e)}unskip_effect(e,t=e=>this.schedule(e)){var n=this.#c.get(e);if(n){this.#c.delete(e);for(var r of n.d)et(r,g),t(r);for(r of n.m)et(r,_),t(r)}this.#l.add(e)}#p(){var e=[];for(let i of this.#a)if(!(i.f&16384||!(i.f&6144))){for(var t=i,n=!1;t.parent!==null;){t=t.parent;var r=t.f;if(r&96){if(!(r&1024)){n=!0;break}t.f^=h}}n||e.push(t)}return this.#a=[],e}#m(){this.started=!0;for(let[e,t]of this.#s)et(e,t),this.schedule(e);this.apply();for(var t=Dt=[],n=[],r=Ot=[];this.#a.length>0;){kt++>1e3&&(this.#b(),Nt());for(let e of this.#p())try{this.#h(e,t,n)}catch(t){throw Rt(e),this.#d()||this.discard(),t}}if(A=null,r.length>0){var i=e.ensure();for(let e of r)i.schedule(e)}if(Dt=null,Ot=null,this.#d()){this.#y(n),this.#y(t);for(let[e,t]of this.#c)Lt(e,t);r.length>0&&A.#m();return}let a=this.#g();if(a)this.#y(n),this.#y(t),a.#v(this);else{this.#s.clear();for(let e of this.#e)e(this);this.#e.clear(),St=this,Ft(n),Ft(t),St=null,this.#i?.resolve();var o=A;this.#n===0&&(this.#a.length===0||o!==null)&&this.#b(),o!==null&&(Bt.clear(),o.#m())}}#h(e,t,n){e.f^=h;for(var r=e.first;r!==null;){var i=r.f,a=!!(i&96);if(!(a&&i&1024||i&8192||this.#c.has(r))&&r.fn!==null){a?r.f^=h:i&4?t.push(r):ar(r)&&(i&16&&this.add_dirty_reaction(r,_),dr(r));var o=r.first;if(o!==null){r=o;continue}}for(;r!==null;){var s=r.next;if(s!==null){r=s;break}r=r.parent}}}#g(){for(var e=this.prev;e!==null;e=e.prev)if(!e.is_fork&&this.#_(e))return e;return null}#_(e){for(let[t,[,n]]of this.current)if(!n&&e.current.has(t))return!0;return!1}#v(e){for(let[t,n]of e.current)!this.previous.has(t)&&e.previous.has(t)&&this.previous.set(t,e.previous.get(t)),this.current.set(t,n);for(let[t,n]of e.async_deriveds){let e=this.async_deriveds.get(t);e&&n.promise.then(e.resolve).catch(e.reject)}e.async_deriveds.clear(),this.transfer_reactions(e.#s);let t=e=>{var n=e.reactions;if(n!==null&&!(e.f&2&&!(e.f&6144)))for(let e of n){var r=e.f;if(r&2)t(e);else{var i=e;r&4194320&&!this.async_deriveds.has(i)&&(this.#s.delete(i),et(i,g),this.schedule(i))}}};for(let e of this.current.keys())t(e);this.oncommit(()=>e.discard()),e.#b(),A=this,this.#m()}#y(e){for(var t=0;t<e.length;t+=1)nt(e[t],this.#s)}capture(e,t,n=!1){e.v!==ge&&!this.previous.has(e)&&this.previous.set(e,e.v),e.f&8388608||(this.current.set(e,[t,n]),Ct?.set(e,t)),this.is_fork||(e.v=t)}activate(){A=this}deactivate(){A=null,Ct=null}flush(){try{Et=!0,A=this,this.#m()}finally{kt=0,wt=null,Dt=null,Ot=null,Et=!1,A=null,Ct=null,Bt.clear()}}discard(){for(let e of this.#t)e(this);this.#t.clear();for(let e of this.async_deriveds.values())e.reject(pt);this.#b(),this.#i?.resolve()}register_created_effect(e){this.#o.push(e)}increment(e,t){if(this.#n+=1,e){let e=this.#r.get(t)??0;this.#r.set(t,e+1)}}decrement(e,t){if(--this.#n,e){let e=this.#r.get(t)??0;e===1?this.#r.delete(t):this.#r.set(t,e-1)}this.#u||(this.#u=!0,Ze(()=>{this.#u=!1,this.linked&&this.flush()}))}transfer_reactions(e){for(let[t,n]of e)this.add_dirty_reaction(t,n);e.clear()}add_dirty_reaction(e,t){(t===2048||this.#s.get(e)!==2048)&&this.#s.set(e,t)}oncommit(e){this.#e.add(e)}ondiscard(e){this.#t.add(e)}settled(){return(this.#i??=p()).promise}static ensure(){if(A===null){let t=A=new e;!Et&&!Tt&&Ze(()=>{t.started||t.flush()})}return A}apply(){Ct=null}schedule(e){wt=e,e.b?.is_pending&&e.f&16777228&&!(e.f&32768)?e.b.defer_effect(e):this.#a.push(e)}#b(){if(this.linked){var e=this.prev,t=this.next;e===null||(e.next=t),t===null?xt=e:t.prev=e,this.linked=!1}}};function Mt(e){var t=Tt,n=St;St=null,Tt=!0;try{var r;for(e&&(Mt(),r=e());;){if(Qe(),A===null)return r;A.flush()}}finally{Tt=t,St=n}}function Nt(){try{Le()}catch(e){mn(e,wt)}}var Pt=null;function Ft(e){var t=e.length;if(t!==0){for(var n=0;n<t;){var r=e[n++];if(!(r.f&24576)&&ar(r)&&(Pt=new Set,dr(r),r.deps===null&&r.first===null&&r.nodes===null&&r.teardown===null&&r.ac===null&&Pn(r),Pt?.size>0)){Bt.clear();for(let e of Pt){if(e.f&24576)continue;let t=[e],n=e.parent;for(;n!==null;)Pt.has(n)&&(Pt.delete(n),t.push(n)),n=n.parent;for(let e=t.length-1;e>=0;e--){let n=t[e];n.f&24576||dr(n)}}Pt.clear()}}Pt=null}}function It(e){A.schedule(e)}function Lt(e,t){if(!(e.f&32&&e.f&1024)){e.f&2048?t.d.push(e):e.f&4096&&t.m.push(e),et(e,h);for(var n=e.first;n!==null;)Lt(n,t),n=n.next}}function Rt(e){et(e,h);for(var t=e.first;t!==null;)Rt(t),t=t.next}var zt=new Set,Bt=new Map,Vt=!1;function Ht(e,t){return{f:0,v:e,reactions:null,equals:Oe,rv:0,wv:0}}function j(e,t){let n=Ht(e,t);return Yn(n),n}function Ut(e,t=!1,n=!0){let r=Ht(e);return t||(r.equals=Ae),r}function M(e,t,n=!1){return Un!==null&&(!Wn||Un.f&131072)&&Je()&&Un.f&4325394&&(Jn===null||!Jn.has(e))&&Ve(),Kt(e,n?Xt(t):t,Ot)}var Wt=null,Gt=0;function Kt(e,t,n=null){if(!e.equals(t)){Vn?Bt.set(e,t):Bt.has(e)||Bt.set(e,e.v);var r=jt.ensure();if(r.capture(e,t),e.f&2){let t=e;e.f&2048&&_t(t),Ct===null&&tt(t)}e.wv=ir(),Wt=null,Gt=0,Yt(e,g,n),Wt=null,Je()&&Kn!==null&&Kn.f&1024&&!(Kn.f&96)&&(Qn===null?$n([e]):Qn.push(e)),!r.is_fork&&zt.size>0&&!Vt&&qt()}return t}function qt(){Vt=!1;for(let e of zt){e.f&1024&&et(e,_);let t;try{t=ar(e)}catch{t=!0}t&&dr(e)}zt.clear()}function Jt(e){M(e,e.v+1)}function Yt(e,t,n){var r=e.reactions;if(r!==null){var i=Je(),a=r.length;if(Gt+=a,Gt>1e5&&Wt===null&&(Wt=new Set),Wt!==null){if(Wt.has(e))return;Wt.add(e)}for(var o=0;o<a;o++){var s=r[o],c=s.f;if(i||s!==Kn){var l=(c&g)===0;if(l&&et(s,t),c&131072)zt.add(s);else if(c&2){var u=s;Ct?.delete(u),Yt(u,_,n)}else if(l){var d=s;c&16&&Pt!==null&&Pt.add(d),n===null?It(d):n.push(d)}}}}}function Xt(t){if(typeof t!=`object`||!t||ie in t||ae in t)return t;let n=l(t);if(n!==s&&n!==c)return t;var r=new Map,i=e(t),o=j(0),u=null,d=nr,f=e=>{if(nr===d)return e();var t=Un,n=nr;Gn(null),rr(d);var r=e();return Gn(t),rr(n),r};return i&&r.set(`length`,j(t.length,u)),new Proxy(t,{defineProperty(e,t,n){`value`in n&&n.configurable!==!1&&n.enumerable!==!1&&n.writable!==!1||ze();var i=r.get(t);return i===void 0?f(()=>{var e=j(n.value,u);return r.set(t,e),e}):M(i,n.value,!0),!0},deleteProperty(e,t){var n=r.get(t);if(n===void 0){if(t in e){let e=f(()=>j(ge,u));r.set(t,e),Jt(o)}}else M(n,ge),Jt(o);return!0},get(e,n,i){if(n===ie)return t;var o=r.get(n),s=n in e;if(o===void 0&&(!s||a(e,n)?.writable)&&(o=f(()=>j(Xt(s?e[n]:ge),u)),r.set(n,o)),o!==void 0){var c=R(o);return c===ge?void 0:c}return Reflect.get(e,n,i)},getOwnPropertyDescriptor(e,t){this.has?.(e,t);var n=Reflect.getOwnPropertyDescriptor(e,t),i=r.get(t);if(i!==void 0){var a=R(i);if(a===ge)return;if(n&&`value`in n)n.value=a;else return{enumerable:!0,configurable:!0,value:a,writable:!0}}return n},has(e,t){if(t===ie)return!0;var n=r.get(t),i=n!==void 0&&n.v!==ge||Reflect.has(e,t);return(n!==void 0||(Kn!==null||Un!==null)&&(!i||a(e,t)?.writable))&&(n===void 0&&(n=f(()=>j(i?Xt(e[t]):ge,u)),r.set(t,n)),R(n)===ge)?!1:i},set(e,t,n,s){var c=r.get(t),l=t in e;if(i&&t===`length`)for(var d=n;d<c.v;d+=1){var p=r.get(d+``);p===void 0?d in e&&(p=f(()=>j(ge,u)),r.set(d+``,p)):M(p,ge)}if(c===void 0)(!l||a(e,t)?.writable)&&(c=f(()=>j(void 0,u)),M(c,Xt(n)),r.set(t,c));else{l=c.v!==ge;var m=f(()=>Xt(n));M(c,m)}var h=Reflect.getOwnPropertyDescriptor(e,t);if(h?.set&&h.set.call(s,n),!l){if(i&&typeof t==`string`){var g=r.get(`length`),_=Number(t);Number.isInteger(_)&&_>=g.v&&M(g,_+1)}Jt(o)}return!0},ownKeys(e){R(o);var t=Reflect.ownKeys(e).filter(e=>{var t=r.get(e);return t===void 0||t.v!==ge});for(var[n,i]of r)i.v!==ge&&!(n in e)&&t.push(n);return t},setPrototypeOf(){Be()}})}function Zt(e){try{if(typeof e==`object`&&e&&ie in e)return e[ie]}catch{}return e}function Qt(e,t){return Object.is(Zt(e),Zt(t))}var $t,en,tn,nn,rn;function an(){if($t===void 0){$t=window,en=document,tn=/Firefox/.test(navigator.userAgent);var e=Element.prototype,t=Node.prototype,n=Text.prototype;nn=a(t,`firstChild`).get,rn=a(t,`nextSibling`).get,u(e)&&(e[le]=void 0,e[ce]=null,e[ue]=void 0,e.__e=void 0),u(n)&&(n[de]=void 0)}}function on(e=``){return document.createTextNode(e)}function sn(e){return nn.call(e)}function cn(e){return rn.call(e)}function N(e,t){if(!E)return sn(e);var n=sn(D);if(n===null)n=D.appendChild(on());else if(t&&n.nodeType!==3){var r=on();return n?.before(r),Ce(r),r}return t&&fn(n),Ce(n),n}function P(e,t=!1){if(!E){var n=sn(e);return n instanceof Comment&&n.data===``?cn(n):n}if(t){if(D?.nodeType!==3){var r=on();return D?.before(r),Ce(r),r}fn(D)}return D}function F(e,t=!1){if(!E)return sn(e);var n=N(e,t);return O(e),n}function I(e,t=1,n=!1){let r=E?D:e;for(var i;t--;)i=r,r=cn(r);if(!E)return r;if(n){if(r?.nodeType!==3){var a=on();return r===null?i?.after(a):r.before(a),Ce(a),a}fn(r)}return Ce(r),r}function ln(e){e.textContent=``}function un(){return!1}function dn(e,t,n){return t==null||t===`http://www.w3.org/1999/xhtml`?n?document.createElement(e,{is:n}):document.createElement(e):n?document.createElementNS(t,e,{is:n}):document.createElementNS(t,e)}function fn(e){if(e.nodeValue.length<65536)return;let t=e.nextSibling;for(;t!==null&&t.nodeType===3;)t.remove(),e.nodeValue+=t.nodeValue,t=e.nextSibling}function pn(e){var t=Kn;if(t===null)return Un.f|=re,e;if(!(t.f&32768)&&!(t.f&4))throw e;mn(e,t)}function mn(e,t){if(e===he)throw e;if(!(t!==null&&t.f&16384)){for(;t!==null;){if(t.f&128&&!(t.f&33570816)){if(!(t.f&32768))throw e;try{t.b.error(e);return}catch(t){e=t}}t=t.parent}throw e}}function hn(e){Kn===null&&(Un===null&&Ie(e),Fe()),Vn&&Pe(e)}function gn(e,t){var n=t.last;n===null?t.last=t.first=e:(n.next=e,e.prev=n,t.last=e)}function _n(e,t){var n=Kn;n!==null&&n.f&8192&&(e|=v);var r={ctx:Ue,deps:null,nodes:null,f:e|g|512,first:null,fn:t,last:null,next:null,parent:n,b:n&&n.b,prev:null,teardown:null,wv:0,ac:null};A?.register_created_effect(r);var i=r;if(e&4)Dt===null?jt.ensure().schedule(r):Dt.push(r);else if(t!==null){try{dr(r)}catch(e){throw Mn(r),e}i.deps===null&&i.teardown===null&&i.nodes===null&&i.first===i.last&&!(i.f&524288)&&(i=i.first,e&16&&e&65536&&i!==null&&(i.f|=S))}if(i!==null&&(i.parent=n,n!==null&&gn(i,n),Un!==null&&Un.f&2&&!(e&64))){var a=Un;(a.effects??=[]).push(i)}return r}function vn(){return Un!==null&&!Wn}function yn(e){let t=_n(8,null);return et(t,h),t.teardown=e,t}function bn(e){hn(`$effect`);var t=Kn.f;if(!Un&&t&32&&Ue!==null&&!Ue.i){var n=Ue;(n.e??=[]).push(e)}else return xn(e)}function xn(e){return _n(4|T,e)}function Sn(e){jt.ensure();let t=_n(64|w,e);return(e={})=>new Promise(n=>{e.outro?Fn(t,()=>{Mn(t),n(void 0)}):(Mn(t),n(void 0))})}function Cn(e){return _n(4,e)}function wn(e){return _n(ne|w,e)}function Tn(e,t=0){return _n(8|t,e)}function L(e,t=[],n=[],r=[]){ct(r,t,n,t=>{_n(8,()=>{e(...t.map(R))})})}function En(e,t=[],n=[],r=[]){ct(r,t,n,t=>{_n(4,()=>e(...t.map(R)))})}function Dn(e,t=0){return _n(16|t,e)}function On(e){return _n(32|w,e)}function kn(e){var t=e.teardown;if(t!==null){let n=Vn,r=Un;Hn(!0),Gn(null);try{t.call(null)}catch(t){mn(t,e.parent)}finally{Hn(n),Gn(r)}}}function An(e,t=!1){var n=e.first;for(e.first=e.last=null;n!==null;){let e=n.ac;e!==null&&ot(()=>{e.abort(pe)});var r=n.next;n.f&64?n.parent=null:Mn(n,t),n=r}}function jn(e){for(var t=e.first;t!==null;){var n=t.next;t.f&32||Mn(t),t=n}}function Mn(e,t=!0){var n=!1;(t||e.f&262144)&&e.nodes!==null&&e.nodes.end!==null&&(Nn(e.nodes.start,e.nodes.end),n=!0),e.f|=x,An(e,t&&!n),ur(e,0);var r=e.nodes&&e.nodes.t;if(r!==null)for(let e of r)e.stop();kn(e),e.f^=x,e.f|=y;var i=e.parent;i!==null&&i.first!==null&&Pn(e),e.next=e.prev=e.teardown=e.ctx=e.deps=e.fn=e.nodes=e.ac=e.b=null}function Nn(e,t){for(;e!==null;){var n=e===t?null:cn(e);e.remove(),e=n}}function Pn(e){var t=e.parent,n=e.prev,r=e.next;n!==null&&(n.next=r),r!==null&&(r.prev=n),t!==null&&(t.first===e&&(t.first=r),t.last===e&&(t.last=n))}function Fn(e,t,n=!0){var r=[];e.f|=256,In(e,r,!0);var i=()=>{n&&Mn(e),t&&t()},a=r.length;if(a>0){var o=()=>--a||i();for(var s of r)s.out(o)}else i()}function In(e,t,n){if(!(e.f&8192)){e.f^=v;var r=e.nodes&&e.nodes.t;if(r!==null)for(let e of r)(e.is_global||n)&&t.push(e);for(var i=e.first;i!==null;){var a=i.next;if(!(i.f&64)){var o=!!(i.f&65536)||!!(i.f&32)&&!!(e.f&16);In(i,t,o?n:!1)}i=a}}}function Ln(e){e.f&=-257,Rn(e,!0)}function Rn(e,t){if(!(e.f&256)&&e.f&8192){e.f^=v,e.f&1024||(et(e,g),jt.ensure().schedule(e));for(var n=e.first;n!==null;){var r=n.next,i=!!(n.f&65536)||!!(n.f&32);Rn(n,i?t:!1),n=r}var a=e.nodes&&e.nodes.t;if(a!==null)for(let e of a)(e.is_global||t)&&e.in()}}function zn(e,t){if(e.nodes)for(var n=e.nodes.start,r=e.nodes.end;n!==null;){var i=n===r?null:cn(n);t.append(n),n=i}}var Bn=null,Vn=!1;function Hn(e){Vn=e}var Un=null,Wn=!1;function Gn(e){Un=e}var Kn=null;function qn(e){Kn=e}var Jn=null;function Yn(e){Un!==null&&(Un.f&2097152||Un.f&2)&&(Jn??=new Set).add(e)}var Xn=null,Zn=0,Qn=null;function $n(e){Qn=e}var er=1,tr=0,nr=tr;function rr(e){nr=e}function ir(){return++er}function ar(e){var t=e.f;if(t&2048)return!0;if(t&4096){for(var n=e.deps,r=n.length,i=0;i<r;i++){var a=n[i];if(ar(a)&&vt(a),a.wv>e.wv)return!0}t&512&&Ct===null&&et(e,h)}return!1}function or(e,t,n=!0){var r=e.reactions;if(r!==null&&!(Jn!==null&&Jn.has(e)))for(var i=0;i<r.length;i++){var a=r[i];a.f&2?or(a,t,!1):t===a&&(n?et(a,g):a.f&1024&&et(a,_),It(a))}}function sr(e){var t=Xn,n=Zn,r=Qn,i=Un,a=Jn,o=Ue,s=Wn,c=nr,l=e.f;Xn=null,Zn=0,Qn=null,Un=l&96?null:e,Jn=null,We(e.ctx),Wn=!1,nr=++tr,e.ac!==null&&(ot(()=>{e.ac.abort(pe)}),e.ac=null);try{e.f|=te;var u=e.fn,d=u();e.f|=b;var f=cr(e);if(Je()&&Qn!==null&&!Wn&&f!==null&&!(e.f&6146))for(var p=0;p<Qn.length;p++)or(Qn[p],e);if(i!==null&&i!==e){if(tr++,i.deps!==null)for(let e=0;e<n;e+=1)i.deps[e].rv=tr;if(t!==null)for(let e of t)e.rv=tr;Qn!==null&&(r===null?r=Qn:r.push(...Qn))}return e.f&8388608&&(e.f^=re),d}catch(t){return cr(e),pn(t)}finally{e.f^=te,Xn=t,Zn=n,Qn=r,Un=i,Jn=a,We(o),Wn=s,nr=c}}function cr(e){var t=e.deps,n=A?.is_fork;if(Xn!==null){var r;if(n||ur(e,Zn),t!==null&&Zn>0)for(t.length=Zn+Xn.length,r=0;r<Xn.length;r++)t[Zn+r]=Xn[r];else e.deps=t=Xn;if(vn()&&e.f&512)for(r=Zn;r<t.length;r++)(t[r].reactions??=[]).push(e)}else!n&&t!==null&&Zn<t.length&&(ur(e,Zn),t.length=Zn);return t}function lr(e,r){let i=r.reactions;if(i!==null){var a=t.call(i,e);if(a!==-1){var o=i.length-1;o===0?i=r.reactions=null:(i[a]=i[o],i.pop())}}if(i===null&&r.f&2&&(Xn===null||!n.call(Xn,r))){var s=r;s.f&512&&(s.f^=512),s.v!==ge&&tt(s),s.ac!==null&&ot(()=>{s.ac.abort(pe),s.ac=null,et(s,g)}),yt(s),ur(s,0)}}function ur(e,t){var n=e.deps;if(n!==null)for(var r=t;r<n.length;r++)lr(e,n[r])}function dr(e){var t=e.f;if(!(t&16384)){et(e,h);var n=Kn;Kn=e;try{t&16777232?jn(e):An(e),kn(e);var r=sr(e);e.teardown=typeof r==`function`?r:null,e.wv=er}finally{Kn=n}}}async function fr(){await Promise.resolve(),Mt()}function R(e){var t=!!(e.f&2);if(Bn?.add(e),Un!==null&&!Wn&&!(Kn!==null&&Kn.f&16384)&&(Jn===null||!Jn.has(e))){var r=Un.deps;if(Un.f&2097152)e.rv<tr&&(e.rv=tr,Xn===null&&r!==null&&r[Zn]===e?Zn++:Xn===null?Xn=[e]:Xn.push(e));else{Un.deps??=[],n.call(Un.deps,e)||Un.deps.push(e);var i=e.reactions;i===null?e.reactions=[Un]:n.call(i,Un)||i.push(Un)}}if(Vn&&Bt.has(e))return Bt.get(e);if(t){var a=e;if(Vn){var o=a.v;return(!(a.f&1024)&&a.reactions!==null||mr(a))&&(o=_t(a)),Bt.set(a,o),o}var s=!(a.f&512)&&!Wn&&Un!==null&&!!(Un.f&512),c=(a.f&b)===0;ar(a)&&(s&&(a.f|=512),vt(a)),s&&!c&&(bt(a),pr(a))}if(Ct?.has(e))return Ct.get(e);if(e.f&8388608)throw e.v;return e.v}function pr(e){if(e.f|=512,e.deps!==null)for(let r of e.deps){var t=r.reactions;t===null?r.reactions=[e]:n.call(t,e)||t.push(e),r.f&2&&!(r.f&512)&&(bt(r),pr(r))}}function mr(e){if(e.v===ge)return!0;if(e.deps===null)return!1;for(let t of e.deps)if(Bt.has(t)||t.f&2&&mr(t))return!0;return!1}function hr(e){var t=Wn;try{return Wn=!0,e()}finally{Wn=t}}[...`allowfullscreen.async.autofocus.autoplay.checked.controls.default.disabled.formnovalidate.indeterminate.inert.ismap.loop.multiple.muted.nomodule.novalidate.open.playsinline.readonly.required.reversed.seamless.selected.webkitdirectory.defer.disablepictureinpicture.disableremoteplayback`.split(`.`)];var gr=[`touchstart`,`touchmove`];function _r(e){return gr.includes(e)}var vr=Symbol(`events`),yr=new Set,br=new Set;function xr(e,t,n,r={}){function i(e){if(r.capture||Er.call(t,e),!e.cancelBubble)return ot(()=>n?.call(this,e))}return e.startsWith(`pointer`)||e.startsWith(`touch`)||e===`wheel`?(i.__removed=!1,Ze(()=>{i.__removed||t.addEventListener(e,i,r)})):t.addEventListener(e,i,r),i}function Sr(e,t,n,r,i){var a={capture:r,passive:i},o=xr(e,t,n,a);(t===document.body||t===window||t===document||t instanceof HTMLMediaElement)&&yn(()=>{o.__removed=!0,t.removeEventListener(e,o,a)})}function z(e,t,n){(t[vr]??={})[e]=n}function Cr(e){for(var t=0;t<e.length;t++)yr.add(e[t]);for(var n of br)n(e)}var wr=null,Tr=!1;function Er(e){var t=this,n=t.ownerDocument,r=e.type,a=e.composedPath?.()||[],o=a[0]||e.target;wr=e,Tr||(Tr=!0,setTimeout(()=>{Tr=!1,wr=null}));var s=0,c=wr===e&&e[vr];if(c){var l=a.indexOf(c);if(l!==-1&&(t===document||t===window)){e[vr]=t;return}var u=a.indexOf(t);if(u===-1)return;l<=u&&(s=l)}if(o=a[s]||e.target,o!==t){i(e,`currentTarget`,{configurable:!0,get(){return o||n}});var d=Un,f=Kn;Gn(null),qn(null);try{for(var p,m=[];o!==null&&o!==t;){try{var h=o[vr]?.[r];h==null||o.disabled&&e.target!==o||h.call(o,e)}catch(e){p?m.push(e):p=e}if(e.cancelBubble)break;s++,o=s<a.length?a[s]:null}if(p){for(let e of m)queueMicrotask(()=>{throw e});throw p}}finally{e[vr]=t,delete e.currentTarget,Gn(d),qn(f)}}}var Dr=globalThis?.window?.trustedTypes&&globalThis.window.trustedTypes.createPolicy(`svelte-trusted-html`,{createHTML:e=>e});function Or(e){return Dr?.createHTML(e)??e}function kr(e){var t=dn(`template`);return t.innerHTML=Or(e.replaceAll(`<!>`,`<!---->`)),t.content}function Ar(e,t){var n=Kn;n.nodes===null&&(n.nodes={start:e,end:t,a:null,t:null})}function B(e,t){var n=!!(t&1),r=!!(t&2),i,a=!e.startsWith(`<!>`);return()=>{if(E)return Ar(D,null),D;i===void 0&&(i=kr(a?e:`<!>`+e),n||(i=sn(i)));var t=r||tn?document.importNode(i,!0):i.cloneNode(!0);if(n){var o=sn(t),s=t.lastChild;Ar(o,s)}else Ar(t,t);return t}}function jr(e,t,n=`svg`){var r=!e.startsWith(`<!>`),i=!!(t&1),a=`<${n}>${r?e:`<!>`+e}</${n}>`,o;return()=>{if(E)return Ar(D,null),D;if(!o){var e=sn(kr(a));if(i)for(o=document.createDocumentFragment();sn(e);)o.appendChild(sn(e));else o=sn(e)}var t=o.cloneNode(!0);if(i){var n=sn(t),r=t.lastChild;Ar(n,r)}else Ar(t,t);return t}}function V(e,t){return jr(e,t,`svg`)}function Mr(e=``){if(!E){var t=on(e+``);return Ar(t,t),t}var n=D;return n.nodeType===3?fn(n):(n.before(n=on()),Ce(n)),Ar(n,n),n}function Nr(){if(E)return Ar(D,null),D;var e=document.createDocumentFragment(),t=document.createComment(``),n=on();return e.append(t,n),Ar(t,n),e}function H(e,t){if(E){var n=Kn;n.f&32768&&n.nodes.end!==null||(n.nodes.end=D),we()}else e!==null&&e.before(t)}function Pr(){if(E&&D&&D.nodeType===8&&D.textContent?.startsWith(`$`)){let e=D.textContent.substring(1);return we(),e}return(window.__svelte??={}).uid??=1,`c${window.__svelte.uid++}`}function Fr(e){let t=0,n=Ht(0),r;return()=>{vn()&&(R(n),Tn(()=>(t===0&&(r=hr(()=>e(()=>Jt(n)))),t+=1,()=>{Ze(()=>{--t,t===0&&(r?.(),r=void 0,Jt(n))})})))}}var Ir=S|w;function Lr(e,t,n,r){new Rr(e,t,n,r)}var Rr=class{parent;is_pending=!1;transform_error;#e;#t=E?D:null;#n;#r;#i;#a=null;#o=null;#s=null;#c=null;#l=0;#u=0;#d=!1;#f=new Map;#p=null;#m=Fr(()=>(this.#p=Ht(this.#l),()=>{this.#p=null}));constructor(e,t,n,r){this.#e=e,this.#n=t,this.#r=e=>{var t=Kn;t.b=this,t.f|=128,n(e)},this.parent=Kn.b,this.transform_error=r??this.parent?.transform_error??(e=>e),this.#i=Dn(()=>{if(E){let e=De(this.#t);we();let t=e===`[!`;if(e.startsWith(`[?`)){let t=JSON.parse(e.slice(2));this.#g(t)}else t?this.#y():this.#h()}else this.#b()},Ir),E&&(this.#e=D)}#h(){try{this.#a=On(()=>this.#r(this.#e))}catch(e){this.error(e)}}#g(e){let t=this.#n.failed,{reset:n,invoke_onerror:r}=this.#_(e);Ze(r),t&&(this.#s=On(()=>{t(this.#e,()=>e,()=>n)}))}#_(e){var t=!1,n=!1;let r=()=>{this.#v()||(t?xe():(t=!0,n&&He(),this.#s!==null&&Fn(this.#s,()=>{this.#s=null}),this.#S(()=>{this.#b()})))};return{reset:r,invoke_onerror:()=>{if(!this.#v())try{n=!0,this.#n.onerror?.(e,r),n=!1}catch(e){mn(e,this.#i&&this.#i.parent)}}}}#v(){return(this.#i.f&(y|x))!==0}#y(){let e=this.#n.pending;e&&(this.is_pending=!0,this.#o=On(()=>e(this.#e)),Ze(()=>{if(!this.#v()){var e=this.#c=document.createDocumentFragment(),t=on(),n=!1;e.append(t),this.#a=this.#S(()=>{try{return On(()=>this.#r(t))}catch(e){try{this.error(e),n=!0}catch(e){mn(e,this.#i.parent)}return null}}),this.#a===null?(this.#c=null,n&&this.#x(A)):this.#u===0&&(this.#e.before(e),this.#c=null,Fn(this.#o,()=>{this.#o=null}),this.#x(A))}}))}#b(){try{if(this.is_pending=this.has_pending_snippet(),this.#u=0,this.#l=0,this.#a=On(()=>{this.#r(this.#e)}),this.#u>0){var e=this.#c=document.createDocumentFragment();zn(this.#a,e);let t=this.#n.pending;this.#o=On(()=>t(this.#e))}else this.#x(A)}catch(e){this.error(e)}}#x(e){this.is_pending=!1,e.transfer_reactions(this.#f)}defer_effect(e){nt(e,this.#f)}is_rendered(){return!this.is_pending&&(!this.parent||this.parent.is_rendered())}has_pending_snippet(){return!!this.#n.pending}#S(e){var t=Kn,n=Un,r=Ue;qn(this.#i),Gn(this.#i),We(this.#i.ctx);try{return jt.ensure(),e()}finally{qn(t),Gn(n),We(r)}}#C(e,t){this.has_pending_snippet()?(this.#u+=e,this.#u===0&&(this.#x(t),this.#o&&Fn(this.#o,()=>{this.#o=null}),this.#c&&=(this.#e.before(this.#c),null))):this.parent&&this.parent.#C(e,t)}update_pending_count(e,t){this.#C(e,t),this.#l+=e,!this.#p||this.#d||(this.#d=!0,Ze(()=>{this.#d=!1,this.#p&&Kt(this.#p,this.#l)}))}get_effect_pending(){return this.#m(),R(this.#p)}error(e){if(e===he||!this.#n.onerror&&!this.#n.failed)throw e;A?.is_fork?(this.#a&&A.skip_effect(this.#a),this.#o&&A.skip_effect(this.#o),this.#s&&A.skip_effect(this.#s),A.oncommit(()=>{this.#v()||this.#w(e)})):this.#w(e)}#w(e){this.#a&&=(Mn(this.#a),null),this.#o&&=(Mn(this.#o),null),this.#s&&=(Mn(this.#s),null),E&&(Ce(this.#t),Te(),Ce(Ee()));let t=this.#n.failed,n=e=>{if(this.#v())return;let{reset:n,invoke_onerror:r}=this.#_(e);r(),t&&!this.#v()&&(this.#s=this.#S(()=>{try{return On(()=>{var r=Kn;r.b=this,r.f|=128,t(this.#e,()=>e,()=>n)})}catch(e){return mn(e,this.#i.parent),null}}))};Ze(()=>{if(!this.#v()){var t;try{t=this.transform_error(e)}catch(e){mn(e,this.#i&&this.#i.parent);return}typeof t==`object`&&t&&typeof t.then==`function`?t.then(n,e=>mn(e,this.#i&&this.#i.parent)):n(t)}})}};function U(e,t){var n=t==null?``:typeof t==`object`?`${t}`:t;n!==(e[de]??=e.nodeValue)&&(e[de]=n,e.nodeValue=`${n}`)}function zr(e,t){return Vr(e,t)}var Br=new Map;function Vr(e,{target:t,anchor:n,props:i={},events:a,context:o,intro:s=!0,transformError:c}){an();var l=void 0,u=Sn(()=>{var s=n??t.appendChild(on());Lr(s,{pending:()=>{}},t=>{Ge({});var n=Ue;if(o&&(n.c=o),a&&(i.$$events=a),E&&Ar(t,null),l=e(t,i)||qe(),E&&(Kn.nodes.end=D,D===null||D.nodeType!==8||D.data!==`]`))throw ye(),he;Ke()},c);var u=new Set,d=e=>{for(var n=0;n<e.length;n++){var r=e[n];if(!u.has(r)){u.add(r);var i=_r(r);for(let e of[t,document]){var a=Br.get(e);a===void 0&&(a=new Map,Br.set(e,a));var o=a.get(r);o===void 0?(e.addEventListener(r,Er,{passive:i}),a.set(r,1)):a.set(r,o+1)}}}};return d(r(yr)),br.add(d),()=>{for(var e of u)for(let n of[t,document]){var r=Br.get(n),i=r.get(e);--i==0?(n.removeEventListener(e,Er),r.delete(e),r.size===0&&Br.delete(n)):r.set(e,i)}br.delete(d),s!==n&&s.parentNode?.removeChild(s)}});return Hr.set(l,u),l}var Hr=new WeakMap,Ur=class{anchor;#e=new Map;#t=new Map;#n=new Map;#r=new Set;#i=!0;constructor(e,t=!0){this.anchor=e,this.#i=t}#a=e=>{if(this.#e.has(e)){var t=this.#e.get(e),n=this.#t.get(t);if(n)Ln(n),this.#r.delete(t);else{var r=this.#n.get(t);r&&(Ln(r.effect),this.#t.set(t,r.effect),this.#n.delete(t),r.fragment.lastChild.remove(),this.anchor.before(r.fragment),n=r.effect)}for(let[t,n]of this.#e){if(this.#e.delete(t),t===e)break;let r=this.#n.get(n);r&&(Mn(r.effect),this.#n.delete(n))}for(let[e,r]of this.#t){if(e===t||this.#r.has(e))continue;let i=()=>{if(Array.from(this.#e.values()).includes(e)){var t=document.createDocumentFragment();zn(r,t),t.append(on()),this.#n.set(e,{effect:r,fragment:t})}else Mn(r);this.#r.delete(e),this.#t.delete(e)};this.#i||!n?(this.#r.add(e),Fn(r,i,!1)):i()}}};#o=e=>{this.#e.delete(e);let t=Array.from(this.#e.values());for(let[e,n]of this.#n)t.includes(e)||(Mn(n.effect),this.#n.delete(e))};ensure(e,t){var n=A,r=un();if(t&&!this.#t.has(e)&&!this.#n.has(e)){if(r){var i=document.createDocumentFragment(),a=on();i.append(a),this.#n.set(e,{effect:On(()=>t(a)),fragment:i})}else this.#t.set(e,On(()=>t(this.anchor)))}if(this.#e.set(n,e),r){for(let[t,r]of this.#t)t===e?n.unskip_effect(r):n.skip_effect(r);for(let[t,r]of this.#n)t===e?n.unskip_effect(r.effect):n.skip_effect(r.effect);n.oncommit(this.#a),n.ondiscard(this.#o)}else E&&(this.anchor=D),this.#a(n)}};function W(e,t,n=!1){var r;E&&(r=D,we());var i=new Ur(e),a=n?S:0;function o(e,t){if(E){var n=De(r);if(e!==parseInt(n.substring(1))){var a=Ee();Ce(a),i.anchor=a,Se(!1),i.ensure(e,t),Se(!0);return}}i.ensure(e,t)}Dn(()=>{var e=!1;t((t,n=0)=>{e=!0,o(n,t)}),e||o(-1,null)},a)}var Wr=Symbol(`NaN`);function Gr(e,t,n){E&&we();var r=new Ur(e),i=!Je();Dn(()=>{var e=t();e!==e&&(e=Wr),i&&typeof e==`object`&&e&&(e={}),r.ensure(e,n)})}function Kr(e,t){return t}function qr(e,t,n){for(var i=[],a=t.length,o,s=t.length,c=0;c<a;c++){let n=t[c];Fn(n,()=>{if(o){if(o.pending.delete(n),o.done.add(n),o.pending.size===0){var t=e.outrogroups;Jr(e,r(o.done)),t.delete(o),t.size===0&&(e.outrogroups=null)}}else--s},!1)}if(s===0){var l=i.length===0&&n!==null&&e.pending.size===0;if(l){var u=n,d=u.parentNode;ln(d),d.append(u),e.items.clear()}Jr(e,t,!l)}else o={pending:new Set(t),done:new Set},(e.outrogroups??=new Set).add(o)}function Jr(e,t,n=!0){var r;if(e.pending.size>0){r=new Set;for(let t of e.pending.values())for(let n of t)r.add(e.items.get(n).e)}for(var i=0;i<t.length;i++){var a=t[i];r?.has(a)?(a.f|=ee,zn(a,document.createDocumentFragment())):Mn(t[i],n)}}var Yr;function G(t,n,i,a,o,s=null){var c=t,l=new Map;if(n&4){var u=t;c=E?Ce(sn(u)):u.appendChild(on())}E&&we();var d=null,f=ht(()=>{var t=i();return e(t)?t:t==null?[]:r(t)}),p=new Map,m=!0;function h(e){if(!(_.effect.f&16384)){_.pending.delete(e);var t=R(f);_.fallback=d,Zr(_,t,c,n,a),d!==null&&(t.length===0?d.f&33554432?(d.f^=ee,$r(d,null,c)):Ln(d):Fn(d,()=>{d=null}))}}function g(e){_.pending.delete(e)}var _={effect:Dn(()=>{var e=R(f),t=e.length;let r=!1;E&&De(c)===`[!`!=(t===0)&&(c=Ee(),Ce(c),Se(!1),r=!0);for(var u=new Set,_=A,v=un(),y=0;y<t;y+=1){E&&D.nodeType===8&&D.data===`]`&&(c=D,r=!0,Se(!1));var b=e[y],x=a(b,y),S=m?null:l.get(x);S?(S.v&&Kt(S.v,b),S.i&&Kt(S.i,y),v&&_.unskip_effect(S.e)):(S=Qr(l,m?c:Yr??=on(),b,x,y,o,n,i),m||(S.e.f|=ee),l.set(x,S)),u.add(x)}if(t===0&&s&&!d&&(m?d=On(()=>s(c)):(d=On(()=>s(Yr??=on())),d.f|=ee)),t>u.size&&Ne(``,``,``),E&&t>0&&Ce(Ee()),!m){if(p.set(_,u),v){for(let[e,t]of l)u.has(e)||_.skip_effect(t.e);_.oncommit(h),_.ondiscard(g)}else h(_)}r&&Se(!0),R(f)}),flags:n,items:l,pending:p,outrogroups:null,fallback:d};m=!1,E&&(c=D)}function Xr(e){for(;e!==null&&!(e.f&32);)e=e.next;return e}function Zr(e,t,n,i,a){var o=!!(i&8),s=t.length,c=e.items,l=Xr(e.effect.first),u,d=null,f,p=[],m=[],h,g,_,v;if(o)for(v=0;v<s;v+=1)h=t[v],g=a(h,v),_=c.get(g).e,_.f&33554432||(_.nodes?.a?.measure(),(f??=new Set).add(_));for(v=0;v<s;v+=1){if(h=t[v],g=a(h,v),_=c.get(g).e,e.outrogroups!==null)for(let t of e.outrogroups)t.pending.delete(_),t.done.delete(_);if(_.f&8192&&(Ln(_),o&&(_.nodes?.a?.unfix(),(f??=new Set).delete(_))),_.f&33554432){if(_.f^=ee,_===l)$r(_,null,n);else{var y=d?d.next:l;_===e.effect.last&&(e.effect.last=_.prev),_.prev&&(_.prev.next=_.next),_.next&&(_.next.prev=_.prev),ei(e,d,_),ei(e,_,y),$r(_,y,n),d=_,p=[],m=[],l=Xr(d.next);continue}}if(_!==l){if(u!==void 0&&u.has(_)){if(p.length<m.length){var b=m[0],x;d=b.prev;var S=p[0],C=p[p.length-1];for(x=0;x<p.length;x+=1)$r(p[x],b,n);for(x=0;x<m.length;x+=1)u.delete(m[x]);ei(e,S.prev,C.next),ei(e,d,S),ei(e,C,b),l=b,d=C,--v,p=[],m=[]}else u.delete(_),$r(_,l,n),ei(e,_.prev,_.next),ei(e,_,d===null?e.effect.first:d.next),ei(e,d,_),d=_;continue}for(p=[],m=[];l!==null&&l!==_;)(u??=new Set).add(l),m.push(l),l=Xr(l.next);if(l===null)continue}_.f&33554432||p.push(_),d=_,l=Xr(_.next)}if(e.outrogroups!==null){for(let t of e.outrogroups)t.pending.size===0&&(Jr(e,r(t.done)),e.outrogroups?.delete(t));e.outrogroups.size===0&&(e.outrogroups=null)}if(l!==null||u!==void 0){var w=[];if(u!==void 0)for(_ of u)_.f&8192||w.push(_);for(;l!==null;)!(l.f&8192)&&l!==e.fallback&&w.push(l),l=Xr(l.next);var T=w.length;if(T>0){var te=i&4&&s===0?n:null;if(o){for(v=0;v<T;v+=1)w[v].nodes?.a?.measure();for(v=0;v<T;v+=1)w[v].nodes?.a?.fix()}qr(e,w,te)}}o&&Ze(()=>{if(f!==void 0)for(_ of f)_.nodes?.a?.apply()})}function Qr(e,t,n,r,i,a,o,s){var c=o&1?o&16?Ht(n):Ut(n,!1,!1):null,l=o&2?Ht(i):null;return{v:c,i:l,e:On(()=>(a(t,c??n,l??i,s),()=>{e.delete(r)}))}}function $r(e,t,n){if(e.nodes)for(var r=e.nodes.start,i=e.nodes.end,a=t&&!(t.f&33554432)?t.nodes.start:n;r!==null;){var o=cn(r);if(a.before(r),r===i)return;r=o}}function ei(e,t,n){t===null?e.effect.first=n:t.next=n,n===null?e.effect.last=t:n.prev=t}function ti(e,t,...n){var r=new Ur(e);Dn(()=>{let e=t()??null;r.ensure(e,e&&(t=>e(t,...n)))},S)}function ni(e,t){let n=null,r=E;var i;if(E){n=D;for(var a=sn(document.head);a!==null&&(a.nodeType!==8||a.data!==e);)a=cn(a);if(a===null)Se(!1);else{var o=cn(a);a.remove(),Ce(o)}}E||(i=document.head.appendChild(on()));try{Dn(()=>{var e=On(()=>t(i));e.f|=C,E||(e.nodes===null?e.nodes={start:i,end:i,a:null,t:null}:e.nodes.end=i)})}finally{r&&(Se(!0),Ce(n))}}function ri(e){var t,n,r=``;if(typeof e==`string`||typeof e==`number`)r+=e;else if(typeof e==`object`){if(Array.isArray(e)){var i=e.length;for(t=0;t<i;t++)e[t]&&(n=ri(e[t]))&&(r&&(r+=` `),r+=n)}else for(n in e)e[n]&&(r&&(r+=` `),r+=n)}return r}function ii(){for(var e,t,n=0,r=``,i=arguments.length;n<i;n++)(e=arguments[n])&&(t=ri(e))&&(r&&(r+=` `),r+=t);return r}function ai(e){return typeof e==`object`?ii(e):e??``}var oi=[...` 	
\r\f\xA0\v﻿`];function si(e,t,n){var r=e==null?``:``+e;if(t&&(r=r?r+` `+t:t),n){for(var i of Object.keys(n))if(n[i])r=r?r+` `+i:i;else if(r.length)for(var a=i.length,o=0;(o=r.indexOf(i,o))>=0;){var s=o+a;(o===0||oi.includes(r[o-1]))&&(s===r.length||oi.includes(r[s]))?r=(o===0?``:r.substring(0,o))+r.substring(s+1):o=s}}return r===``?null:r}function ci(e,t=!1){var n=t?` !important;`:`;`,r=``;for(var i of Object.keys(e)){var a=e[i];a!=null&&a!==``&&(r+=` `+i+`: `+a+n)}return r}function li(e){return e[0]!==`-`||e[1]!==`-`?e.toLowerCase():e}function ui(e,t){if(t){var n=``,r,i;if(Array.isArray(t)?(r=t[0],i=t[1]):r=t,e){e=String(e).replaceAll(/\/\*.*?\*\//g,``).trim();var a=!1,o=0,s=!1,c=[];r&&c.push(...Object.keys(r).map(li)),i&&c.push(...Object.keys(i).map(li));var l=0,u=-1;let t=e.length;for(var d=0;d<t;d++){var f=e[d];if(s?f===`/`&&e[d-1]===`*`&&(s=!1):a?a===f&&(a=!1):f===`/`&&e[d+1]===`*`?s=!0:f===`"`||f===`'`?a=f:f===`(`?o++:f===`)`&&o--,!s&&a===!1&&o===0){if(f===`:`&&u===-1)u=d;else if(f===`;`||d===t-1){if(u!==-1){var p=li(e.substring(l,u).trim());if(!c.includes(p)){f!==`;`&&d++;var m=e.substring(l,d).trim();n+=` `+m+`;`}}l=d+1,u=-1}}}}return r&&(n+=ci(r)),i&&(n+=ci(i,!0)),n=n.trim(),n===``?null:n}return e==null?null:String(e)}function K(e,t,n,r,i,a){var o=e[le];if(E||o!==n||o===void 0){var s=si(n,r,a);E&&s===e.getAttribute(`class`)||(s==null?e.removeAttribute(`class`):t?e.className=s:e.setAttribute(`class`,s)),e[le]=n}else if(a&&i!==a)for(var c in a){var l=!!a[c];(i==null||l!==!!i[c])&&e.classList.toggle(c,l)}return a}function di(e,t={},n,r){for(var i in n){var a=n[i];t[i]!==a&&(n[i]==null?e.style.removeProperty(i):e.style.setProperty(i,a,r))}}function fi(e,t,n,r){var i=e[ue];if(E||i!==t){var a=ui(t,r);E&&a===e.getAttribute(`style`)||(a==null?e.removeAttribute(`style`):e.style.cssText=a),e[ue]=t}else r&&(Array.isArray(r)?(di(e,n?.[0],r[0]),di(e,n?.[1],r[1],`important`)):di(e,n,r));return r}function pi(e,t){t?e.hasAttribute(`selected`)||e.setAttribute(`selected`,``):e.removeAttribute(`selected`)}function mi(t,n){var r=t.__defaultValue,i=t.multiple,a=i?r??[]:null;if(!i||e(a)){var o=t.selectedIndex,s=n&&i?new Set(t.selectedOptions):null;for(var c of t.options){var l=_i(c);pi(c,i?a.includes(l):Qt(l,r))}if(n){if(s!==null)for(c of t.options){var u=s.has(c);c.selected!==u&&(c.selected=u)}else t.selectedIndex!==o&&(t.selectedIndex=o)}}}function hi(t,n,r=!1){if(t.multiple){if(n==null)return;if(!e(n))return be();for(var i of t.options)i.selected=n.includes(_i(i))}else{for(i of t.options)if(Qt(_i(i),n)){i.selected=!0;return}r&&n===void 0||(t.selectedIndex=-1)}}function gi(e){var t=new MutationObserver(t=>{t.every(vi)||(`__defaultValue`in e&&mi(e,!1),`__value`in e&&hi(e,e.__value))});t.observe(e,{childList:!0,subtree:!0,attributes:!0,attributeFilter:[`value`]}),yn(()=>{t.disconnect()})}function _i(e){return`__value`in e?e.__value:e.value}function vi(e){if(e.target.closest(`selectedcontent`)!==null)return!0;if(e.type===`childList`){var t=[...e.addedNodes,...e.removedNodes];return t.length>0&&t.every(e=>e.nodeName===`SELECTEDCONTENT`)}return!1}var yi=Symbol(`is custom element`),bi=Symbol(`is html`),xi=me?`link`:`LINK`,Si=me?`progress`:`PROGRESS`;function Ci(e){if(E){var t=!1,n=()=>{if(!t){if(t=!0,e.hasAttribute(`value`)){var n=e.value;q(e,`value`,null),e.value=n}if(e.hasAttribute(`checked`)){var r=e.checked;q(e,`checked`,null),e.checked=r}}};e[fe]=n,Ze(n),at()}}function wi(e,t){var n=Ti(e);n.value!==(n.value=t??void 0)&&(e.value!==t||t===0&&e.nodeName===Si)&&(e.value=t??``)}function q(e,t,n,r){var i=Ti(e);if(!(E&&(i[t]=e.getAttribute(t),t===`src`||t===`srcset`||t===`href`&&e.nodeName===xi))){var a=i[t];a!==(i[t]=n)&&(t===`loading`&&(e[se]=n),n==null?e.removeAttribute(t):typeof n!=`string`&&Di(e).has(t)?e[t]=n:(!E||typeof n!=`number`&&typeof n!=`boolean`||a!==String(n))&&e.setAttribute(t,n))}}function Ti(e){return e[ce]??={[yi]:e.nodeName.includes(`-`),[bi]:e.namespaceURI===_e}}var Ei=new Map;function Di(e){var t=e.getAttribute(`is`)||e.nodeName,n=Ei.get(t);if(n)return n;Ei.set(t,n=new Set);for(var r,i=e,a=Element.prototype;a!==i;){for(var s in r=o(i),r)r[s].set&&s!==`innerHTML`&&s!==`textContent`&&s!==`innerText`&&n.add(s);i=l(i)}return n}function Oi(e,t,n=t){var r=new WeakSet;st(e,`input`,async i=>{var a=i?e.defaultValue:e.value;if(a=Ai(e)?ji(a):a,n(a),A!==null&&r.add(A),await fr(),a!==(a=t())){var o=e.selectionStart,s=e.selectionEnd,c=e.value.length;if(e.value=a??``,s!==null){var l=e.value.length;o===s&&s===c&&l>c?(e.selectionStart=l,e.selectionEnd=l):(e.selectionStart=o,e.selectionEnd=Math.min(s,l))}}}),(E&&e.defaultValue!==e.value||hr(t)==null&&e.value)&&(n(Ai(e)?ji(e.value):e.value),A!==null&&r.add(A)),Tn(()=>{var n=t();if(e===document.activeElement){var i=A;if(r.has(i))return}Ai(e)&&n===ji(e.value)||(e.type!==`date`||n||e.value)&&n!==e.value&&(e.value=n??``)})}function ki(e,t,n=t){st(e,`change`,t=>{n(t?e.defaultChecked:e.checked)}),(E&&e.defaultChecked!==e.checked||hr(t)==null)&&n(e.checked),Tn(()=>{e.checked=!!t()})}function Ai(e){var t=e.type;return t===`number`||t===`range`}function ji(e){return e===``?null:+e}var Mi=new class e{#e=new WeakMap;#t;#n;static entries=new WeakMap;constructor(e){this.#n=e}observe(e,t){var n=this.#e.get(e)||new Set;return n.add(t),this.#e.set(e,n),this.#r().observe(e,this.#n),()=>{var n=this.#e.get(e);n.delete(t),n.size===0&&(this.#e.delete(e),this.#t.unobserve(e))}}#r(){return this.#t??=new ResizeObserver(t=>{for(var n of t){e.entries.set(n.target,n);for(var r of this.#e.get(n.target)||[])r(n)}})}}({box:`border-box`});function Ni(e,t,n){var r=Mi.observe(e,()=>n(e[t]));Cn(()=>(hr(()=>n(e[t])),r))}function Pi(e,t){return e===t||e?.[ie]===t}function Fi(e=qe(),t,n,r){var i=Ue.r,a=Kn;return Cn(()=>{var o,s;return Tn(()=>{o=s,s=r?.()||[],hr(()=>{Pi(n(...s),e)||(t(e,...s),o&&Pi(n(...o),e)&&t(null,...o))})}),()=>{let r=a;for(;r!==i&&r.parent!==null&&r.parent.f&33554432;)r=r.parent;let o=()=>{s&&Pi(n(...s),e)&&t(null,...s)},c=r.teardown;r.teardown=()=>{o(),c?.()}}}),e}var Ii=!1;function Li(e){var t=Ii;try{return Ii=!1,[e(),Ii]}finally{Ii=t}}function Ri(e,t,n,r){var i=!0,o=!!(n&8),s=!!(n&16),c=r,l=!0,u=void 0,d=()=>s&&i?(u??=ft(r),R(u)):(l&&(l=!1,c=s?hr(r):r),c);let f;if(o){var p=ie in e||oe in e;f=a(e,t)?.set??(p&&t in e?n=>e[t]=n:void 0)}var m,h=!1;o?[m,h]=Li(()=>e[t]):m=e[t],m===void 0&&r!==void 0&&(m=d(),f&&(i&&Re(t),f(m)));var g=i?()=>{var n=e[t];return n===void 0?d():(l=!0,n)}:()=>{var n=e[t];return n!==void 0&&(c=void 0),n===void 0?c:n};if(i&&!(n&4))return g;if(f){var _=e.$$legacy;return(function(e,t){return arguments.length>0?((!i||!t||_||h)&&f(t?g():e),e):g()})}var v=!1,y=(n&1?ft:ht)(()=>(v=!1,g()));o&&R(y);var b=Kn;return(function(e,t){if(arguments.length>0){let n=t?R(y):i&&o?Xt(e):e;return M(y,n),v=!0,c!==void 0&&(c=n),e}return Vn&&v||b.f&16384?y.v:R(y)})}function zi(e){Ue===null&&je(`onMount`),bn(()=>{let t=hr(e);if(typeof t==`function`)return t})}typeof window<`u`&&((window.__svelte??={}).v??=new Set).add(`5`);function Bi(e){return e===null?`null`:Array.isArray(e)?`array`:typeof e}function Vi(e){return Bi(e)===`object`}function Hi(e){return Array.isArray(e)&&e.length>0&&e.every(e=>`message`in e)}function Ui(e,t){return e.length<124?e:t}var Wi=(e=>(e[e.InternalServerError=4500]=`InternalServerError`,e[e.InternalClientError=4005]=`InternalClientError`,e[e.BadRequest=4400]=`BadRequest`,e[e.BadResponse=4004]=`BadResponse`,e[e.Unauthorized=4401]=`Unauthorized`,e[e.Forbidden=4403]=`Forbidden`,e[e.SubprotocolNotAcceptable=4406]=`SubprotocolNotAcceptable`,e[e.ConnectionInitialisationTimeout=4408]=`ConnectionInitialisationTimeout`,e[e.ConnectionAcknowledgementTimeout=4504]=`ConnectionAcknowledgementTimeout`,e[e.SubscriberAlreadyExists=4409]=`SubscriberAlreadyExists`,e[e.TooManyInitialisationRequests=4429]=`TooManyInitialisationRequests`,e))(Wi||{}),Gi=(e=>(e.ConnectionInit=`connection_init`,e.ConnectionAck=`connection_ack`,e.Ping=`ping`,e.Pong=`pong`,e.Subscribe=`subscribe`,e.Next=`next`,e.Error=`error`,e.Complete=`complete`,e))(Gi||{});function Ki(e){if(!Vi(e))throw Error(`Message is expected to be an object, but got ${Bi(e)}`);if(!e.type)throw Error(`Message is missing the 'type' property`);if(typeof e.type!=`string`)throw Error(`Message is expects the 'type' property to be a string, but got ${Bi(e.type)}`);switch(e.type){case`connection_init`:case`connection_ack`:case`ping`:case`pong`:if(e.payload!=null&&!Vi(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an object or nullish or missing, but got "${e.payload}"`);break;case`subscribe`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${Bi(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);if(!Vi(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an object, but got ${Bi(e.payload)}`);if(typeof e.payload.query!=`string`)throw Error(`"${e.type}" message payload expects the 'query' property to be a string, but got ${Bi(e.payload.query)}`);if(e.payload.variables!=null&&!Vi(e.payload.variables))throw Error(`"${e.type}" message payload expects the 'variables' property to be a an object or nullish or missing, but got ${Bi(e.payload.variables)}`);if(e.payload.operationName!=null&&Bi(e.payload.operationName)!==`string`)throw Error(`"${e.type}" message payload expects the 'operationName' property to be a string or nullish or missing, but got ${Bi(e.payload.operationName)}`);if(e.payload.extensions!=null&&!Vi(e.payload.extensions))throw Error(`"${e.type}" message payload expects the 'extensions' property to be a an object or nullish or missing, but got ${Bi(e.payload.extensions)}`);break;case`next`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${Bi(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);if(!Vi(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an object, but got ${Bi(e.payload)}`);break;case`error`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${Bi(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);if(!Hi(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an array of GraphQL errors, but got ${JSON.stringify(e.payload)}`);break;case`complete`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${Bi(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);break;default:throw Error(`Invalid message 'type' property "${e.type}"`)}return e}function qi(e,t){return Ki(typeof e==`string`?JSON.parse(e,t):e)}function Ji(e,t){return Ki(e),JSON.stringify(e,t)}function Yi(e){let{url:t,connectionParams:n,lazy:r=!0,onNonLazyError:i=console.error,lazyCloseTimeout:a=0,keepAlive:o=0,disablePong:s,connectionAckWaitTimeout:c=0,retryAttempts:l=5,retryWait:u=async function(e){let t=2**e;await new Promise(e=>setTimeout(e,t*1e3+Math.floor(Math.random()*2700+300)))},shouldRetry:d=Zi,on:f,webSocketImpl:p,generateID:m=function(){return`xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx`.replace(/[xy]/g,e=>{let t=Math.random()*16|0;return(e==`x`?t:t&3|8).toString(16)})},jsonMessageReplacer:h,jsonMessageReviver:g}=e,_;if(p){if(!$i(p))throw Error(`Invalid WebSocket implementation provided`);_=p}else typeof WebSocket<`u`?_=WebSocket:typeof global<`u`?_=global.WebSocket||global.MozWebSocket:typeof window<`u`&&(_=window.WebSocket||window.MozWebSocket);if(!_)throw Error("WebSocket implementation missing; on Node you can `import WebSocket from 'ws';` and pass `webSocketImpl: WebSocket` to `createClient`");let v=_,y=(()=>{let e=(()=>{let e={};return{on(t,n){return e[t]=n,()=>{delete e[t]}},emit(t){`id`in t&&e[t.id]?.(t)}}})(),t={connecting:f?.connecting?[f.connecting]:[],opened:f?.opened?[f.opened]:[],connected:f?.connected?[f.connected]:[],ping:f?.ping?[f.ping]:[],pong:f?.pong?[f.pong]:[],message:f?.message?[e.emit,f.message]:[e.emit],closed:f?.closed?[f.closed]:[],error:f?.error?[f.error]:[]};return{onMessage:e.on,on(e,n){let r=t[e];return r.push(n),()=>{let e=r.indexOf(n);e>-1&&r.splice(e,1)}},emit(e,...n){for(let r of[...t[e]])r(...n)}}})();function b(e){let t=[y.on(`error`,n=>{t.forEach(e=>e()),e(n)}),y.on(`closed`,n=>{t.forEach(e=>e()),e(n)})];return()=>t.forEach(e=>e())}let x,S=0,C,w=!1,T=0,ee=!1;async function te(){clearTimeout(C);let[e,r]=await(x??=new Promise((e,r)=>(async()=>{if(w){if(await u(T),!S)return x=void 0,r({code:1e3,reason:`All Subscriptions Gone`});T++}y.emit(`connecting`,w);let i=new v(typeof t==`function`?await t():t,`graphql-transport-ws`),a,l;function d(){isFinite(o)&&o>0&&(clearTimeout(l),l=setTimeout(()=>{i.readyState===v.OPEN&&(i.send(Ji({type:Gi.Ping})),y.emit(`ping`,!1,void 0))},o))}b(e=>{x=void 0,clearTimeout(a),clearTimeout(l),r(e),e instanceof Xi&&(i.close(4499,`Terminated`),i.onerror=null,i.onclose=null)}),i.onerror=e=>y.emit(`error`,e),i.onclose=e=>y.emit(`closed`,e),i.onopen=async()=>{try{y.emit(`opened`,i);let e=typeof n==`function`?await n():n;if(i.readyState!==v.OPEN)return;i.send(Ji(e?{type:Gi.ConnectionInit,payload:e}:{type:Gi.ConnectionInit},h)),isFinite(c)&&c>0&&(a=setTimeout(()=>{i.close(Wi.ConnectionAcknowledgementTimeout,`Connection acknowledgement timeout`)},c)),d()}catch(e){y.emit(`error`,e),i.close(Wi.InternalClientError,Ui(e instanceof Error?e.message:String(e),`Internal client error`))}};let f=!1;i.onmessage=({data:t})=>{try{let n=qi(t,g);if(y.emit(`message`,n),n.type===`ping`||n.type===`pong`){y.emit(n.type,!0,n.payload),n.type===`pong`?d():s||(i.send(Ji(n.payload?{type:Gi.Pong,payload:n.payload}:{type:Gi.Pong},h)),y.emit(`pong`,!1,n.payload));return}if(f)return;if(n.type!==Gi.ConnectionAck)throw Error(`First message cannot be of type ${n.type}`);clearTimeout(a),f=!0,y.emit(`connected`,i,n.payload,w),w=!1,T=0;let r=new Promise((e,t)=>b(t));r.catch(()=>{}),e([i,r])}catch(e){i.onmessage=null,y.emit(`error`,e),i.close(Wi.BadResponse,Ui(e instanceof Error?e.message:String(e),`Bad response`))}}})()));e.readyState===v.CLOSING&&await r;let i=()=>{},l=new Promise(e=>i=e);return[e,i,new Promise((t,n)=>{let i=b(n);e.readyState!==v.OPEN&&r.catch(n),l.then(()=>{if(i(),!S){let t=()=>e.close(1e3,`Normal Closure`);isFinite(a)&&a>0?(clearTimeout(C),C=setTimeout(()=>{!S&&e.readyState===v.OPEN&&t()},a)):t()}t()})})]}function ne(e){if(Zi(e)&&(Qi(e.code)||[Wi.InternalServerError,Wi.InternalClientError,Wi.BadRequest,Wi.BadResponse,Wi.Unauthorized,Wi.SubprotocolNotAcceptable,Wi.SubscriberAlreadyExists,Wi.TooManyInitialisationRequests].includes(e.code)))throw e;if(ee)return!1;if(Zi(e)&&e.code===1e3)return S>0;if(!l||T>=l||!d(e))throw e;return w=!0}r||(async()=>{for(S++;;)try{let[,,e]=await te();await e}catch(e){try{if(!ne(e))return}catch(e){return i?.(e)}}})();function re(e,t){let n=m(e),r=!1,i=!1,a=()=>{S--,r=!0};return(async()=>{for(S++;;)try{let[o,s,c]=await te();if(r)return c.catch(()=>{}),s();let l=y.onMessage(n,e=>{switch(e.type){case Gi.Next:t.next(e.payload);return;case Gi.Error:i=!0,r=!0,t.error(e.payload),a();return;case Gi.Complete:r=!0,a();return}});o.send(Ji({id:n,type:Gi.Subscribe,payload:e},h)),a=()=>{!r&&o.readyState===v.OPEN&&o.send(Ji({id:n,type:Gi.Complete},h)),S--,r=!0,s()},await c.finally(l);return}catch(e){if(!ne(e))return}})().then(()=>{i||t.complete()}).catch(e=>{t.error(e)}),()=>{r||a()}}return{on:y.on,subscribe:re,iterate(e){let t=[],n={done:!1,error:null,resolve:()=>{}},r=re(e,{next(e){t.push(e),n.resolve()},error(e){n.done=!0,n.error=e,n.resolve()},complete(){n.done=!0,n.resolve()}}),i=async function*(){for(;;){for(t.length||await new Promise(e=>n.resolve=e);t.length;)yield t.shift();if(n.error)throw n.error;if(n.done)return}}();return i.throw=async e=>(n.done||(n.done=!0,n.error=e,n.resolve()),{done:!0,value:void 0}),i.return=async()=>(r(),{done:!0,value:void 0}),i},async dispose(){if(ee=!0,x){let[e]=await x;e.close(1e3,`Normal Closure`)}},terminate(){x&&y.emit(`closed`,new Xi)}}}var Xi=class extends Error{name=`TerminatedCloseEvent`;message=`4499: Terminated`;code=4499;reason=`Terminated`;wasClean=!1};function Zi(e){return Vi(e)&&`code`in e&&`reason`in e}function Qi(e){return![1e3,1001,1006,1005,1012,1013,1014].includes(e)&&e>=1e3&&e<=1999}function $i(e){return typeof e==`function`&&`constructor`in e&&`CLOSED`in e&&`CLOSING`in e&&`CONNECTING`in e&&`OPEN`in e}var J=class extends String{__apiType;value;__meta__;constructor(e,t){super(e),this.value=e,this.__meta__=t}toString(){return this.value}};new J(`
    fragment Kpi on KpiResult {
  code
  name
  raw
  category
  unit
  n
  normalised
  status
  evidence
  contribution
  pointsLost
  fallbackUsed
  observedAt
  windowDays
  source
  formula
  error
  segmentMedian {
    median
    n
    segment {
      name
    }
  }
  inputs(first: 3) {
    system
    object
    recordId
    url
  }
}
    `,{fragmentName:`Kpi`}),new J(`
    fragment Winner on LineageValue {
  value
  rule
  winner
  source {
    system
    object
    recordId
    url
    observedAt
  }
}
    `,{fragmentName:`Winner`}),new J(`
    fragment Place on PortfolioGroup {
  keys {
    value
    label
  }
  accounts
  arr {
    amount
    currency
  }
  atRisk {
    amount
    currency
  }
  growthExpected {
    amount
    currency
  }
  nrr
  healthMean
  trustMean
  coverage
  health {
    red
    amber
    green
    unknown
    median
  }
}
    `,{fragmentName:`Place`}),new J(`
    fragment Banded on PortfolioGroup {
  keys {
    value
  }
  accounts
  coverage
  arr {
    amount
    currency
  }
}
    `,{fragmentName:`Banded`}),new J(`
    fragment Surveyed on GroupSurvey {
  kind
  value
  n
  marginOfError
  accounts
  delta
  status
  scale
  formula
  byRole {
    role
    value
    n
  }
}
    `,{fragmentName:`Surveyed`}),new J(`
    fragment Loop on Feedback {
  id
  at
  kind
  score
  touchpoint
  text
  account {
    id
    name
  }
  loop {
    state
    dueAt
    overdue
    ackAt
    actedAt
    owner {
      name
    }
    toldCustomer
  }
}
    `,{fragmentName:`Loop`}),new J(`
    fragment Valued on InitiativeValue {
  healthDelta
  standardError
  benefit {
    amount
    currency
  }
  roi
  method
  notes
}
    `,{fragmentName:`Valued`}),new J(`
    fragment Branch on MetricNode {
  code
  name
  value
  weight
  known
  reason
  metric {
    level
    classes
    owner
  }
}
    `,{fragmentName:`Branch`}),new J(`
    fragment Candidate on MatchCandidate {
  id
  score
  merged
  money {
    amount
    currency
  }
  left {
    system
    object
    recordId
    url
    observedAt
  }
  right {
    system
    object
    recordId
    url
    observedAt
  }
  reasons {
    field
    weight
    outcome
    left
    right
  }
}
    `,{fragmentName:`Candidate`}),new J(`
    fragment Ranked on Account {
  id
  name
  country
  position
  owner {
    id
    name
  }
  nextRenewal {
    id
    end
    daysToEnd
    value {
      amount
      currency
    }
    renewalProbability {
      value
      low
      high
      calibrated
    }
  }
  health {
    value
    band
    confidence
    coverage
    low
    high
    trend(days: 28) {
      delta
      likeForLike
      direction
    }
    drivers(first: 3) {
      code
      name
      raw
      unit
      normalised
      pointsLost
    }
    caps {
      code
      cap
      reason
    }
  }
  trust {
    value
  }
  champion {
    contact {
      id
      name
    }
    champion
    left
    lastTwoWayContact
  }
  opportunity {
    arr {
      amount
      currency
    }
    atRisk {
      amount
      currency
    }
    unknownAtRisk {
      amount
      currency
    }
    growthExpected {
      amount
      currency
    }
    riskShare
    growthShare
  }
  recommendations(first: 1) {
    code
    title
    because
    expectedValue {
      amount
      currency
    }
  }
}
    `,{fragmentName:`Ranked`});var ea=new J(`
    subscription HealthMoved {
  healthChanged(minDelta: 0.1) {
    version
  }
}
    `),ta=new J(`
    subscription PositionMoved {
  positionChanged {
    version
  }
}
    `),na=new J(`
    subscription SignalRaised {
  canaryRaised {
    id
  }
}
    `),ra=new J(`
    subscription RunMoved {
  syncProgress {
    id
    state
  }
}
    `),ia=new J(`
    query Account($id: ID!) {
  account(id: $id) {
    id
    name
    legalName
    domain
    country
    region
    industry
    linesOfBusiness
    position
    stayRisk
    arr {
      amount
      currency
    }
    nrr
    grr
    owner {
      id
      name
    }
    parent {
      id
      name
    }
    segments {
      id
      name
    }
    champion {
      contact {
        id
        name
        title
      }
      champion
      left
      lastTwoWayContact
    }
    nextRenewal {
      id
      end
      daysToEnd
      value {
        amount
        currency
      }
      renewalProbability {
        value
        low
        high
        calibrated
      }
    }
    health {
      value
      computed
      band
      confidence
      coverage
      low
      high
      modelVersion
      asOf
      override {
        value
        reason
        expiresAt
      }
      caps {
        code
        cap
        reason
      }
      trend(days: 28) {
        delta
        likeForLike
        direction
      }
      stages {
        stage
        weight
        score
        status
        evidence
        momentThatMatters
        kpis {
          ...Kpi
        }
      }
    }
    trust {
      value
      coverage
      responses
      net
      intent
      competence
      weakest
      factors {
        factor
        score
        basis
        survey
        surveyN
        operational
        alpha
        gap
        gapFlag
        reason
        statement
      }
      behaviours {
        behaviour
        likelihood
        calibrated
      }
      recommendation {
        code
        title
        because
      }
    }
    opportunity {
      asOf
      horizonMonths
      position
      arr {
        amount
        currency
      }
      renewalExpected {
        amount
        currency
      }
      atRisk {
        amount
        currency
      }
      atRiskLow {
        amount
        currency
      }
      atRiskHigh {
        amount
        currency
      }
      unknownAtRisk {
        amount
        currency
      }
      growthExpected {
        amount
        currency
      }
      net {
        amount
        currency
      }
      riskShare
      growthShare
      toRiskLine
      toGrowthLine
      notes
      renewals {
        contract {
          id
          name
          end
        }
        due
        value {
          amount
          currency
        }
        expected {
          amount
          currency
        }
        atRisk {
          amount
          currency
        }
        atRiskLow {
          amount
          currency
        }
        atRiskHigh {
          amount
          currency
        }
        lost
        unknown
        probability {
          value
          low
          high
          calibrated
          factors {
            name
            logOdds
            note
          }
        }
      }
      pipeline {
        opportunityId
        product
        amount {
          amount
          currency
        }
        expected {
          amount
          currency
        }
        probability
        probabilitySource
        closeDate
      }
      expansion {
        product
        amount {
          amount
          currency
        }
        expected {
          amount
          currency
        }
        propensity
        peersOwning
        peerCount
        evidence
        suppressedByOpportunity
      }
    }
    recommendations(first: 3) {
      code
      title
      because
      moment
      expectedValue {
        amount
        currency
      }
    }
    signals(open: true) {
      id
      rule
      raisedAt
      suggested {
        title
        because
      }
    }
    actions {
      id
      title
      status
      kind
      trigger
      dueAt
      overdue
      owner {
        name
      }
      verdict
      effect
      standardError
      realised {
        riskAvoided {
          amount
          currency
        }
      }
    }
    freshness {
      system
      category
      lagSeconds
      expectedSeconds
      state
      lastSuccess
      affectsKpis
    }
  }
}
    fragment Kpi on KpiResult {
  code
  name
  raw
  category
  unit
  n
  normalised
  status
  evidence
  contribution
  pointsLost
  fallbackUsed
  observedAt
  windowDays
  source
  formula
  error
  segmentMedian {
    median
    n
    segment {
      name
    }
  }
  inputs(first: 3) {
    system
    object
    recordId
    url
  }
}`),aa=new J(`
    query AccountPeople($id: ID!) {
  account(id: $id) {
    stakeholders {
      contact {
        id
        name
        title
      }
      role
      influence
      influenceDerived
      reportsTo
      champion
      championProposal {
        status
        because
      }
      sentiment
      lastTwoWayContact
      staleSince
      coverage
      valueTier
      lastNps
      left
      owner {
        name
      }
    }
    people {
      blindSpot {
        blind
        decisionMakers
        heard
        touched
      }
      completeness {
        score
        missing
      }
      humanTouch {
        ratio
        belowFloor
        floor
      }
      unseenPlayers(first: 5) {
        contact {
          id
          name
        }
        metIn
      }
    }
    team {
      id
      roles
      openDeals
      employee {
        id
        name
      }
    }
  }
}
    `),oa=new J(`
    query AccountPast($id: ID!, $from: Date!, $to: Date!) {
  account(id: $id) {
    health {
      history(from: $from, to: $to, grain: WEEK) {
        at
        value
        coverage
      }
      explainChange(from: $from, to: $to) {
        code
        fromNormalised
        toNormalised
        points
        cause
      }
    }
    timeline(first: 120) {
      edges {
        node {
          id
          at
          kind
          stage
          channel
          human
          title
          source {
            system
            object
            recordId
            url
          }
        }
      }
    }
    feedback(first: 12) {
      id
      at
      kind
      touchpoint
      role
      score
      scale
      sentiment
      themes
      text
      loop {
        state
        dueAt
        overdue
        toldCustomer
        owner {
          name
        }
      }
    }
  }
}
    `),sa=new J(`
    query AccountRecords($id: ID!) {
  account(id: $id) {
    name
    legalName
    domain
    country
    industry
    nameLineage: lineage(field: "name") {
      ...Winner
    }
    legalNameLineage: lineage(field: "legalName") {
      ...Winner
    }
    domainLineage: lineage(field: "domain") {
      ...Winner
    }
    countryLineage: lineage(field: "country") {
      ...Winner
    }
    industryLineage: lineage(field: "industry") {
      ...Winner
    }
    sourceRecords {
      system
      object
      recordId
      url
      observedAt
      category
    }
    identity {
      events(first: 5) {
        at
        what
        cause
        records
        other
      }
    }
  }
}
    fragment Winner on LineageValue {
  value
  rule
  winner
  source {
    system
    object
    recordId
    url
    observedAt
  }
}`),ca=new J(`
    query WhatIf($id: ID!, $raw: [RawInput!]) {
  account(id: $id) {
    health(whatIf: {raw: $raw}) {
      value
      band
      low
      high
      coverage
    }
  }
}
    `),la=new J(`
    query Knots {
  healthModel {
    stages {
      stage
      kpis {
        code
        name
        unit
        knots {
          raw
          score
        }
        categories {
          word
          score
        }
      }
    }
  }
}
    `),ua=new J(`
    query Executive($filter: AccountFilter) {
  executiveSummary(filter: $filter) {
    asOf
    accounts
    coverage
    nrr
    grr
    arr {
      amount
      currency
    }
    atRisk {
      amount
      currency
    }
    atRiskLow {
      amount
      currency
    }
    atRiskHigh {
      amount
      currency
    }
    unknownAtRisk {
      amount
      currency
    }
    growthExpected {
      amount
      currency
    }
    net {
      amount
      currency
    }
    costToServe {
      amount
      currency
    }
    lifetimeValue {
      amount
      currency
    }
    billed {
      amount
      currency
    }
    health {
      red
      amber
      green
      unknown
      median
    }
    selfCheck {
      dataAge
      momentsMeasured
      perceptionAndFacts
    }
    beacon {
      metric
      role
      n
      events
      auc
      brier
      verdict
      tested
      learntOn
    }
    goals {
      id
      name
      outcome
      anchor
      baseline
      baselineOn
      target
      current
      due
      onTrack
      progress
      currency
      warnings
    }
    sentences {
      text
      facts
    }
    topRisks(first: 5) {
      id
      name
      health {
        value
        band
        confidence
      }
      opportunity {
        arr {
          amount
          currency
        }
        atRisk {
          amount
          currency
        }
      }
    }
    topGrowth(first: 5) {
      id
      name
      health {
        value
        band
        confidence
      }
      opportunity {
        arr {
          amount
          currency
        }
        growthExpected {
          amount
          currency
        }
      }
    }
  }
}
    `),da=new J(`
    query ByPlace($filter: AccountFilter) {
  countries: portfolio(filter: $filter, groupBy: [COUNTRY]) {
    ...Place
  }
  lines: portfolio(filter: $filter, groupBy: [LINE_OF_BUSINESS]) {
    ...Place
  }
}
    fragment Place on PortfolioGroup {
  keys {
    value
    label
  }
  accounts
  arr {
    amount
    currency
  }
  atRisk {
    amount
    currency
  }
  growthExpected {
    amount
    currency
  }
  nrr
  healthMean
  trustMean
  coverage
  health {
    red
    amber
    green
    unknown
    median
  }
}`),fa=new J(`
    query Weeks($filter: AccountFilter, $a: Date!, $b: Date!, $c: Date!, $d: Date!, $e: Date!, $f: Date!, $g: Date!, $h: Date!) {
  a: portfolio(asOf: $a, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  b: portfolio(asOf: $b, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  c: portfolio(asOf: $c, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  d: portfolio(asOf: $d, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  e: portfolio(asOf: $e, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  f: portfolio(asOf: $f, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  g: portfolio(asOf: $g, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
  h: portfolio(asOf: $h, filter: $filter, groupBy: [BAND]) {
    ...Banded
  }
}
    fragment Banded on PortfolioGroup {
  keys {
    value
  }
  accounts
  coverage
  arr {
    amount
    currency
  }
}`),pa=new J(`
    query Segments {
  segments {
    id
    name
    definition
    accountCount
    nrr
    grr
    health {
      red
      amber
      green
      unknown
      median
    }
    momentsThatMatter {
      touchpoint
      stage
      weightMultiplier
      measured
      measuredBy
    }
    targets {
      metric
      name
      target
      median
      gap
      membersBelow
      n
    }
  }
}
    `),ma=new J(`
    query Surveys($filter: AccountFilter) {
  nps: survey(kind: NPS, filter: $filter) {
    ...Surveyed
  }
  csat: survey(kind: CSAT, filter: $filter) {
    ...Surveyed
  }
  ces5: survey(kind: CES5, filter: $filter) {
    ...Surveyed
  }
  ces7: survey(kind: CES7, filter: $filter) {
    ...Surveyed
  }
  neteasy: survey(kind: NETEASY, filter: $filter) {
    ...Surveyed
  }
}
    fragment Surveyed on GroupSurvey {
  kind
  value
  n
  marginOfError
  accounts
  delta
  status
  scale
  formula
  byRole {
    role
    value
    n
  }
}`),ha=new J(`
    query Drivers($outcome: String!, $metrics: [String!]!) {
  correlation(input: {metrics: $metrics, outcome: $outcome, minN: 20}) {
    metric
    n
    rho
    ciLow
    ciHigh
    q
    significant
    slopePer10
    note
  }
  healthModel {
    stages {
      stage
      kpis {
        code
        name
      }
    }
  }
}
    `),ga=new J(`
    query Beacon {
  beaconTest(candidates: ["NPS", "CHI", "TRUST", "NETEASY"], byRole: true) {
    metric
    role
    n
    events
    auc
    brier
    brierOfRate
    verdict
  }
}
    `),_a=new J(`
    query Canaries {
  signals(filter: {rules: [DELIVERY, SEGMENT], days: 90}, first: 60) {
    id
    rule
    raisedAt
    endedOn
    ticketSpike
    onTimeDeltaPoints
    segment {
      id
      name
    }
    model
    accounts(first: 5) {
      id
      name
    }
    membersNotYetHit(first: 20) {
      id
      name
    }
    suggested {
      title
      because
    }
    structural {
      title
      because
    }
  }
}
    `),va=new J(`
    query Loops($filter: AccountFilter) {
  openLoops(filter: $filter, first: 120) {
    ...Loop
  }
  viewer {
    orders
  }
}
    fragment Loop on Feedback {
  id
  at
  kind
  score
  touchpoint
  text
  account {
    id
    name
  }
  loop {
    state
    dueAt
    overdue
    ackAt
    actedAt
    owner {
      name
    }
    toldCustomer
  }
}`),ya=new J(`
    query Ledger {
  initiatives(first: 50) {
    id
    name
    status
    start
    due
    reach
    peers
    periodDays
    verdict
    cost {
      amount
      currency
    }
    targets {
      kpi
      from
      to
    }
    owner {
      name
    }
    forecast {
      ...Valued
    }
    realised {
      ...Valued
    }
  }
}
    fragment Valued on InitiativeValue {
  healthDelta
  standardError
  benefit {
    amount
    currency
  }
  roi
  method
  notes
}`),ba=new J(`
    query Tree($filter: AccountFilter) {
  metricTree(filter: $filter) {
    name
    value
    lead
    known
    accounts
    nodes {
      ...Branch
      children {
        ...Branch
        children {
          ...Branch
        }
      }
    }
  }
}
    fragment Branch on MetricNode {
  code
  name
  value
  weight
  known
  reason
  metric {
    level
    classes
    owner
  }
}`),xa=new J(`
    mutation Acknowledge($id: ID!) {
  acknowledgeFeedback(feedbackId: $id) {
    id
    loop {
      state
    }
  }
}
    `),Sa=new J(`
    mutation Close($id: ID!, $did: String!, $told: Boolean!) {
  closeLoop(feedbackId: $id, whatWeDid: $did, toldCustomer: $told) {
    id
    loop {
      state
    }
  }
}
    `),Ca=new J(`
    query Review($kind: PartyKind!, $first: Int!) {
  identityReview(kind: $kind, first: $first) {
    ...Candidate
  }
  viewer {
    orders
  }
}
    fragment Candidate on MatchCandidate {
  id
  score
  merged
  money {
    amount
    currency
  }
  left {
    system
    object
    recordId
    url
    observedAt
  }
  right {
    system
    object
    recordId
    url
    observedAt
  }
  reasons {
    field
    weight
    outcome
    left
    right
  }
}`),wa=new J(`
    query Why($kind: PartyKind!, $left: ExternalKey!, $right: ExternalKey!) {
  whyMatch(kind: $kind, left: $left, right: $right) {
    id
    score
    weight
    apart
    left {
      system
      object
      recordId
      url
    }
    right {
      system
      object
      recordId
      url
    }
    reasons {
      field
      weight
      outcome
      left
      right
    }
    verdict {
      same
      reason
      saidBy
      saidAt
    }
  }
}
    `),Ta=new J(`
    mutation Decide($id: ID!, $same: Boolean!, $reason: String) {
  decideMatch(id: $id, same: $same, reason: $reason) {
    id
    name
  }
}
    `),Ea=new J(`
    mutation Undo($id: ID!) {
  undoMatch(id: $id) {
    id
    name
  }
}
    `),Da=new J(`
    query Sources {
  connectors {
    id
    kind
    category
    state
    lastSuccess
    lastRecord
    intervalSeconds
    servesKpis
    version
    disconnectedAt
    rateLimit {
      remaining
      resetAt
    }
    runs(first: 6) {
      id
      state
      queuedAt
      startedAt
      finishedAt
      read
      written
      rejected
      skipped
    }
  }
  dataQuality {
    source
    category
    accountRecords
    accounts
    contactRecords
    contacts
    duplicates {
      records
      of
      share
    }
    invalidVat {
      records
      of
      share
    }
    invalidEmail {
      records
      of
      share
    }
    invalidCountry {
      records
      of
      share
    }
    withoutOwner {
      records
      of
      share
    }
  }
  viewer {
    orders
  }
}
    `),Oa=new J(`
    query SourceFields($id: ID!) {
  connector(id: $id) {
    id
    objects {
      name
      cursorField
      incremental
      deletes
      mapsTo
      fields {
        source
        target
        coverage
        transform
      }
    }
    runs(first: 5) {
      id
      queuedAt
      rejected
      errors(first: 20) {
        code
        message
        object
        path
        recordId
      }
    }
  }
}
    `),ka=new J(`
    query KpiSources {
  healthModel {
    stages {
      stage
      kpis {
        code
        name
        source
      }
    }
  }
}
    `),Aa=new J(`
    mutation Sync($source: ID!) {
  syncNow(source: $source) {
    id
    state
  }
}
    `),ja=new J(`
    mutation Replay($source: ID!) {
  replayRejected(source: $source) {
    id
    state
  }
}
    `),Ma=new J(`
    mutation Try($id: ID!) {
  dryRunSync(connectorId: $id, limit: 100) {
    read
    wouldWrite
    rejected
    matchedAccounts
    newAccounts
    kpisUnlocked
    unmappedFields {
      object
      source
      coverage
      unlocks
    }
    errors {
      code
      message
      object
      path
      recordId
    }
  }
}
    `),Na=new J(`
    query Start($filter: AccountFilter) {
  executiveSummary(filter: $filter) {
    asOf
    accounts
    coverage
    arr {
      amount
      currency
    }
    atRisk {
      amount
      currency
    }
    growthExpected {
      amount
      currency
    }
    unknownAtRisk {
      amount
      currency
    }
    health {
      red
      amber
      green
      unknown
      median
    }
  }
  openLoops(filter: $filter, first: 200) {
    id
    loop {
      overdue
    }
  }
  accounts(filter: $filter, orderBy: {field: "atRisk", desc: true}, first: 25) {
    totalCount
    nodes {
      ...Ranked
    }
  }
  signals(filter: {open: true, days: 60}, first: 100) {
    id
    rule
    raisedAt
    ticketSpike
    onTimeDeltaPoints
    segment {
      id
      name
    }
    accounts(first: 5) {
      id
      name
    }
    suggested {
      title
      because
    }
  }
  connectors {
    id
    state
    lastSuccess
  }
}
    fragment Ranked on Account {
  id
  name
  country
  position
  owner {
    id
    name
  }
  nextRenewal {
    id
    end
    daysToEnd
    value {
      amount
      currency
    }
    renewalProbability {
      value
      low
      high
      calibrated
    }
  }
  health {
    value
    band
    confidence
    coverage
    low
    high
    trend(days: 28) {
      delta
      likeForLike
      direction
    }
    drivers(first: 3) {
      code
      name
      raw
      unit
      normalised
      pointsLost
    }
    caps {
      code
      cap
      reason
    }
  }
  trust {
    value
  }
  champion {
    contact {
      id
      name
    }
    champion
    left
    lastTwoWayContact
  }
  opportunity {
    arr {
      amount
      currency
    }
    atRisk {
      amount
      currency
    }
    unknownAtRisk {
      amount
      currency
    }
    growthExpected {
      amount
      currency
    }
    riskShare
    growthShare
  }
  recommendations(first: 1) {
    code
    title
    because
    expectedValue {
      amount
      currency
    }
  }
}`),Pa=new J(`
    query Due($filter: AccountFilter) {
  portfolio(filter: $filter) {
    accounts
    arr {
      amount
      currency
    }
    atRisk {
      amount
      currency
    }
  }
}
    `),Fa=new J(`
    query Bubbles($filter: AccountFilter, $after: String) {
  accountFacts(filter: $filter, first: 1000, after: $after) {
    totalCount
    nodes {
      accountId
      name
      position
      currency
      arrReporting
      atRisk
      growthExpected
      riskShare
      growthShare
      chi
      chiBand
      chiConfidence
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `),Ia=new J(`
    query Choices {
  viewer {
    name
    role
    areas
  }
  segments {
    id
    name
    accountCount
  }
  countries: accountsAggregate(groupBy: [COUNTRY], first: 300) {
    nodes {
      country
      count
    }
  }
  lines: accountsAggregate(groupBy: [LINE_OF_BUSINESS], first: 300) {
    nodes {
      lineOfBusiness
      count
    }
  }
  owners: accountsAggregate(groupBy: [OWNER], first: 1000) {
    nodes {
      owner
      count
    }
  }
  people: teamMembers(first: 1000) {
    nodes {
      id
      name
    }
  }
}
    `),La=`accord.credential`,Ra=new class{#e=j(Xt(sessionStorage.getItem(La)??``));get credential(){return R(this.#e)}set credential(e){M(this.#e,e,!0)}#t=j(null);get refusal(){return R(this.#t)}set refusal(e){M(this.#t,e,!0)}#n=j(0);get turn(){return R(this.#n)}set turn(e){M(this.#n,e,!0)}signIn(e){sessionStorage.setItem(La,e),this.credential=e,this.refusal=null,this.turn+=1}signOut(){sessionStorage.removeItem(La),this.credential=``,this.refusal=null,this.turn+=1}refused(e){this.refusal=e}},za=400,Ba=new class{#e=j(0);get turn(){return R(this.#e)}set turn(e){M(this.#e,e,!0)}#t=j(0);get runs(){return R(this.#t)}set runs(e){M(this.#t,e,!0)}#n=j(!1);get open(){return R(this.#n)}set open(e){M(this.#n,e,!0)}};function Va(e){let t;return()=>{t??=setTimeout(()=>{t=void 0,e()},za)}}var Ha=Va(()=>Ba.turn+=1),Ua=Va(()=>Ba.runs+=1);function Wa(){let e=Yi({url:`${location.protocol===`https:`?`wss`:`ws`}://${location.host}/graphql`,connectionParams:()=>Ra.credential?{authorization:`Bearer ${Ra.credential}`}:{},shouldRetry:()=>!0,retryAttempts:1/0,keepAlive:25e3,on:{connected:(e,t,n)=>{Ba.open=!0,n&&Ha()},closed:()=>Ba.open=!1}}),t=(t,n)=>e.subscribe({query:t.toString()},{next:n,error:()=>{},complete:()=>{}}),n=[t(ea,Ha),t(ta,Ha),t(na,Ha),t(ra,Ua)];return()=>{for(let e of n)e();e.dispose(),Ba.open=!1}}var Ga=new class{#e=j(null);get today(){return R(this.#e)}set today(e){M(this.#e,e,!0)}},Ka=class extends Error{code;constructor(e,t){super(e),this.code=t}};function qa(){let e=Ra.credential;return e?{authorization:`Bearer ${e}`}:{}}async function Ja(e,t,n){let r;try{r=await fetch(`/graphql`,{method:`POST`,headers:{"content-type":`application/json`,...qa()},body:JSON.stringify({query:e.toString(),variables:t}),signal:n??null})}catch(e){throw n?.aborted?e:new Ka(`The hub does not answer. Is it running?`,`UNREACHABLE`)}let i;try{i=await r.json()}catch{throw new Ka(`The hub answered with status ${r.status} and no JSON.`,`UNREADABLE`)}if(r.status===401)throw Ra.refused(i.errors?.[0]?.message??`Who asks is not known here.`),new Ka(`Sign in to see this.`,`UNAUTHENTICATED`);i.extensions?.asOf&&(Ga.today=i.extensions.asOf);let a=i.errors??[];if(!i.data){let e=a[0];throw new Ka(e?.message??`The hub answered with status ${r.status}.`,e?.extensions?.code??`UNKNOWN`)}return{data:i.data,faults:a,beside:i.extensions??{}}}var Ya=class{#e=j(null);get data(){return R(this.#e)}set data(e){M(this.#e,e)}#t=j([]);get faults(){return R(this.#t)}set faults(e){M(this.#t,e)}#n=j({});get beside(){return R(this.#n)}set beside(e){M(this.#n,e)}#r=j(null);get why(){return R(this.#r)}set why(e){M(this.#r,e,!0)}#i=j(!0);get busy(){return R(this.#i)}set busy(e){M(this.#i,e,!0)}#a=j(null);get at(){return R(this.#a)}set at(e){M(this.#a,e)}#o;#s=j(null);get variables(){return R(this.#s)}set variables(e){M(this.#s,e)}#c=j(null);get answered(){return R(this.#c)}set answered(e){M(this.#c,e)}constructor(e,t,n=`moves`){this.#o=e,bn(()=>{let e=t();if(Ra.turn,n===`moves`&&Ba.turn,n===`runs`&&Ba.runs,e===null)return;let r=new AbortController;return this.#l(e,r.signal),()=>r.abort()})}get text(){return this.#o.toString().trim()}async again(){this.variables!==null&&await this.#l(this.variables)}async#l(e,t){this.busy=!0,this.variables=e;try{let n=await Ja(this.#o,e,t);if(t?.aborted)return;this.data=n.data,this.faults=n.faults,this.beside=n.beside,this.answered=e,this.why=null,this.at=new Date}catch(e){if(t?.aborted)return;this.why=e instanceof Ka?e:new Ka(String(e),`UNKNOWN`)}this.busy=!1}},Y=new class{#e=j(Xt(location.pathname));get path(){return R(this.#e)}set path(e){M(this.#e,e,!0)}#t=j(new URLSearchParams(location.search));get search(){return R(this.#t)}set search(e){M(this.#t,e)}constructor(){addEventListener(`popstate`,()=>this.#n())}#n(){this.path=location.pathname,this.search=new URLSearchParams(location.search)}go(e,t=!1){t?history.replaceState(null,``,e):history.pushState(null,``,e);let n=this.path;this.#n(),this.path!==n&&scrollTo(0,0)}value(e){return this.search.get(e)??``}with(e){let t=new URLSearchParams(this.search);for(let[n,r]of Object.entries(e))r?t.set(n,r):t.delete(n);let n=t.toString();return n?`${this.path}?${n}`:this.path}set(e){this.go(this.with(e),!0)}click(e){if(e.defaultPrevented||e.button!==0||e.metaKey||e.ctrlKey||e.shiftKey||e.altKey)return;let t=e.target?.closest(`a`),n=t?.getAttribute(`href`)??t?.getAttribute(`xlink:href`);t&&n?.startsWith(`/`)&&!t.hasAttribute(`download`)&&!t.getAttribute(`target`)&&(n.startsWith(`/graphiql`)||n.startsWith(`/export`)||(e.preventDefault(),this.go(n)))}},Xa=[`segment`,`country`,`line`,`owner`];function Za(){let e={},[t,n,r,i]=Xa.map(e=>Y.value(e));return t&&(e.segment=t),n&&(e.country=[n]),r&&(e.lineOfBusiness=[r]),i&&(e.owner=i),Object.keys(e).length>0?e:null}function Qa(e,t={}){let n=new URLSearchParams;for(let e of Xa){let t=Y.value(e);t&&n.set(e,t)}for(let[e,r]of Object.entries(t))n.set(e,r);let r=n.toString();return r?`${e}?${r}`:e}var $a=`–`,eo=navigator.language||`en`;function X(e,t=!1){if(!e)return $a;let n=Number(e.amount),r=!t&&Math.abs(n)>=1e3?{notation:`compact`,maximumSignificantDigits:3}:{maximumFractionDigits:t?2:0};return new Intl.NumberFormat(eo,{style:`currency`,currency:e.currency,...r}).format(n)}function to(e){return e?Number(e.amount):null}function Z(e,t=1){return e==null?$a:new Intl.NumberFormat(eo,{maximumFractionDigits:t,minimumFractionDigits:0}).format(e)}function no(e,t=0){return e==null?$a:new Intl.NumberFormat(eo,{style:`percent`,maximumFractionDigits:t}).format(e)}function ro(e,t=1){return e==null?$a:new Intl.NumberFormat(eo,{signDisplay:`exceptZero`,maximumFractionDigits:t}).format(e)}function io(e){return e?new Date(e.length===10?`${e}T12:00:00`:e).toLocaleDateString(eo,{day:`numeric`,month:`short`,year:`numeric`}):$a}function ao(e){return e?new Date(e).toLocaleString(eo,{day:`numeric`,month:`short`,hour:`2-digit`,minute:`2-digit`}):$a}function oo(e){if(e==null)return $a;let[t,n]=[[86400,`days`],[3600,`h`],[60,`min`],[1,`s`]].find(([t])=>e>=t*(t===86400?2:1))??[1,`s`];return`${Math.round(e/t)} ${n}`}function Q(e){return e?e.toLowerCase().replaceAll(`_`,` `):$a}function so(e){let t=Q(e);return t.charAt(0).toUpperCase()+t.slice(1)}function co(e,t,n=`${t}s`){return`${Z(e,0)} ${e===1?t:n}`}function lo(e,t){let n=new Date(`${e}T12:00:00Z`);return n.setUTCDate(n.getUTCDate()+t),n.toISOString().slice(0,10)}var uo=B(`<a class="plain svelte-cyj3n"> </a>`),fo=B(`<span class="soft name svelte-cyj3n"> </span>`),po=B(`<button class="bare">Sign out</button>`),mo=B(`<option> </option>`),ho=B(`<select><option> </option><!></select>`),go=B(`<button class="bare">All accounts</button>`),_o=B(`<div class="narrows screen-only svelte-cyj3n" role="group" aria-label="Which accounts"><!> <!></div>`),vo=B(`<header class="bar svelte-cyj3n"><a class="mark plain svelte-cyj3n"><img src="/mark.svg" alt="" width="26" height="26"/> Accord</a> <nav aria-label="Pages" class="svelte-cyj3n"></nav> <div class="who small screen-only svelte-cyj3n"><span class="soft name svelte-cyj3n"> </span> <!> <button class="bare"> </button> <!></div></header> <!>`,1);function yo(e,t){Ge(t,!0);let n=[[``,`Customers`,`PORTFOLIO`],[`executive`,`Executive`,`PORTFOLIO`],[`experience`,`Experience`,`PORTFOLIO`],[`sources`,`Sources`,`SOURCES`],[`review`,`Review`,`IDENTITY`]],r=new Ya(Ia,()=>({}),!1),i=k(()=>r.data),a=k(()=>R(i)?.viewer.areas),o=k(()=>n.filter(([,,e])=>!R(a)||R(a).includes(e))),s=k(()=>t.page===``||t.page===`executive`||t.page===`experience`),c=k(()=>{if(!R(i))return[];let e=new Map(R(i).people?.nodes.map(e=>[String(e.id),e.name])),t=(e,t,n)=>e==null?[]:[{value:String(e),said:`${t} (${Z(n,0)})`}],n=e=>{try{return new Intl.DisplayNames(void 0,{type:`region`}).of(e)??e}catch{return e}},r=[[`segment`,`All segments`,R(i).segments?.flatMap(e=>e.accountCount?t(e.id,e.name,e.accountCount):[])??[]],[`country`,`All countries`,R(i).countries?.nodes.flatMap(e=>t(e.country,n(e.country??``),e.count))??[]],[`line`,`All lines of business`,R(i).lines?.nodes.flatMap(e=>t(e.lineOfBusiness,e.lineOfBusiness??``,e.count))??[]],[`owner`,`All owners`,R(i).owners?.nodes.flatMap(n=>t(n.owner,e.get(String(n.owner))??String(n.owner),n.count))??[]]];for(let[,,e]of r)e.sort((e,t)=>e.said.localeCompare(t.said));return r}),l=k(()=>Xa.some(e=>Y.value(e))),u=`accord.theme`,d=j(Xt(localStorage.getItem(u)??(matchMedia(`(prefers-color-scheme: dark)`).matches?`dark`:`light`)));bn(()=>{document.documentElement.dataset.theme=R(d)});function f(){M(d,R(d)===`dark`?`light`:`dark`,!0),localStorage.setItem(u,R(d))}var p=vo(),h=P(p),g=N(h),_=I(g,2);G(_,21,()=>R(o),([e,t])=>e,(e,n)=>{var r=k(()=>m(R(n),2));let i=()=>R(r)[0],a=()=>R(r)[1];var o=uo(),s=F(o,!0);L(e=>{q(o,`href`,e),q(o,`aria-current`,t.page===i()||i()===``&&t.page===`accounts`?`page`:void 0),U(s,a())},[()=>Qa(`/${i()}`)]),H(e,o)}),O(_);var v=I(_,2),y=N(v),b=F(y,!0),x=I(y,2),S=e=>{var t=fo(),n=F(t,!0);L(()=>{q(t,`title`,`Role: ${R(i).viewer.role??``}`),U(n,R(i).viewer.name)}),H(e,t)};W(x,e=>{R(i)&&e(S)});var C=I(x,2),w=F(C,!0),T=I(C,2),ee=e=>{var t=po();z(`click`,t,()=>Ra.signOut()),H(e,t)};W(T,e=>{Ra.credential&&e(ee)}),O(v),O(h);var te=I(h,2),ne=e=>{var t=_o(),n=N(t);G(n,17,()=>R(c),([e,t,n])=>e,(e,t)=>{var n=k(()=>m(R(t),3));let r=()=>R(n)[0],i=()=>R(n)[1],a=()=>R(n)[2];var o=Nr(),s=P(o),c=e=>{var t=ho();let n;var o=N(t),s=F(o,!0);o.value=o.__value=``,G(I(o),17,a,e=>e.value,(e,t)=>{var n=mo(),r=F(n,!0),i={};L(()=>{U(r,R(t).said),i!==(i=R(t).value)&&(n.value=(n.__value=i)??``)}),H(e,n)}),O(t);var c;gi(t),L((e,r,a)=>{q(t,`aria-label`,e),n=K(t,1,`svelte-cyj3n`,null,n,{set:r}),U(s,i()),c!==(c=a)&&(t.value=(t.__value=c)??``,hi(t,c))},[()=>i().replace(`All `,`By `),()=>Y.value(r()),()=>Y.value(r())]),z(`change`,t,e=>Y.set({[r()]:e.currentTarget.value||null})),H(e,t)},l=k(()=>a().length>1||Y.value(r()));W(s,e=>{R(l)&&e(c)}),H(e,o)});var r=I(n,2),i=e=>{var t=go();z(`click`,t,()=>Y.set(Object.fromEntries(Xa.map(e=>[e,null])))),H(e,t)};W(r,e=>{R(l)&&e(i)}),O(t),H(e,t)};W(te,e=>{R(s)&&R(c).length>0&&e(ne)}),L(e=>{q(g,`href`,e),q(y,`title`,Ba.open?`What moves is shown as it moves`:`The hub does not say what moves; reload to see it`),U(b,Ba.open?`● live`:`○ not live`),U(w,R(d)===`dark`?`Light`:`Dark`)},[()=>Qa(`/`)]),z(`click`,C,f),H(e,p),Ke()}Cr([`click`,`change`]);var bo=V(`<path d="M6 11 1 2h10z"></path>`),xo=V(`<path d="M6 1 11 6 6 11 1 6z"></path>`),So=V(`<circle cx="6" cy="6" r="4.6"></circle>`),Co=B(`<b> </b>`),wo=B(`<span><svg viewBox="0 0 12 12" aria-hidden="true"><!></svg> <!> <span class="unseen"> </span></span>`);function To(e,t){Ge(t,!0);let n=Ri(t,`large`,3,!1),r=k(()=>t.band===`RED`||t.band===`AMBER`||t.band===`GREEN`?t.band:`UNKNOWN`),i=k(()=>t.confidence===`LOW`||R(r)===`UNKNOWN`);var a=wo();let o;var s=N(a);let c;var l=N(s),u=e=>{H(e,bo())},d=e=>{H(e,xo())},f=e=>{H(e,So())};W(l,e=>{R(r)===`RED`?e(u):R(r)===`AMBER`?e(d,1):e(f,-1)}),O(s);var p=I(s,2),m=e=>{var r=Co(),i=F(r,!0);L(e=>U(i,e),[()=>Z(t.value,+!!n())]),H(e,r)};W(p,e=>{t.value!==void 0&&e(m)});var h=F(I(p,2));O(a),L((e,r,l,u)=>{o=K(a,1,`band ${e??``}`,`svelte-4v9wkz`,o,{large:n()}),q(a,`title`,`${r??``}${l??``}`),c=K(s,0,`svelte-4v9wkz`,null,c,{hollow:R(i)}),U(h,`${u??``}${R(i)&&t.confidence?`, low confidence`:``}`)},[()=>R(r).toLowerCase(),()=>so(R(r)),()=>t.confidence?`, confidence ${Q(t.confidence)}`:``,()=>Q(R(r))]),H(e,a),Ke()}function Eo(e,t,n){return{name:e,columns:t,rows:n}}function Do(e,t=`text`){if(e==null||e===``)return`–`;switch(t){case`money`:return X(e);case`number`:return Z(e);case`share`:return no(e);case`delta`:return ro(e);case`day`:return io(e);case`moment`:return ao(e);case`code`:return Q(e);case`text`:return String(e)}}function Oo(e){return e==null||e===``?null:typeof e==`object`?Number(e.amount):e}function ko(e){let t=e=>/[",\r\n]/.test(e)?`"${e.replaceAll(`"`,`""`)}"`:e,n=e=>t(/^[=+\-@\t\r]/.test(e)?`'${e}`:e),r=e.columns.flatMap(e=>e.kind===`money`?[e.head,`${e.head} currency`]:[e.head]),i=e.rows.map(t=>e.columns.flatMap(e=>{let r=e.of(t);return r==null?e.kind===`money`?[``,``]:[``]:typeof r==`object`?[r.amount,r.currency]:[typeof r==`number`?String(r):n(r)]}).join(`,`));return[r.map(n).join(`,`),...i].join(`\r
`)+`\r
`}var Ao=B(`<th><button class="bare svelte-g1toec"> <span aria-hidden="true"> </span></button></th>`),jo=B(`<a> </a>`),Mo=B(`<td><!></td>`),No=B(`<tr></tr>`),Po=B(`<p class="small soft more svelte-g1toec"> <button>Show more</button></p>`),Fo=B(`<div class="holds svelte-g1toec" tabindex="0" role="region"><table><thead class="svelte-g1toec"><tr></tr></thead><tbody></tbody></table> <!></div>`);function Io(e,t){Ge(t,!0);let n=Ri(t,`first`,3,200),r=j(null),i=j(!0),a=k(n),o=k(()=>{let e=R(r)===null?void 0:t.table.columns[R(r)];return e?[...t.table.rows].sort((t,n)=>{let[r,a]=[Oo(e.of(t)),Oo(e.of(n))];if(r===null||a===null)return r===a?0:r===null?1:-1;let o=typeof r==`number`&&typeof a==`number`?r-a:String(r).localeCompare(String(a));return R(i)?-o:o}):t.table.rows});function s(e){R(r)===e?M(i,!R(i)):(e=>{var t=m(e,2);M(r,t[0],!0),M(i,t[1],!0)})([e,!0])}let c=e=>e===`number`||e===`share`||e===`delta`||e===`money`;var l=Fo(),u=N(l),d=N(u),f=N(d);G(f,23,()=>t.table.columns,e=>e.head,(e,t,n)=>{var a=Ao();let o;var l=N(a),u=N(l,!0),d=F(I(u),!0);O(l),O(a),L(e=>{q(a,`aria-sort`,R(r)===R(n)?R(i)?`descending`:`ascending`:`none`),o=K(a,1,`svelte-g1toec`,null,o,{number:e}),U(u,R(t).head),U(d,R(r)===R(n)?R(i)?` ↓`:` ↑`:``)},[()=>c(R(t).kind)]),z(`click`,l,()=>s(R(n))),H(e,a)}),O(f),O(d);var p=I(d);G(p,21,()=>R(o).slice(0,R(a)),Kr,(e,n)=>{var r=No();G(r,21,()=>t.table.columns,e=>e.head,(e,t)=>{let r=k(()=>R(t).to?.(R(n)));var i=Mo();let a;var o=N(i),s=e=>{var i=jo(),a=F(i,!0);L(e=>{q(i,`href`,R(r)),U(a,e)},[()=>Do(R(t).of(R(n)),R(t).kind)]),H(e,i)},l=e=>{var r=Mr();L(e=>U(r,e),[()=>Do(R(t).of(R(n)),R(t).kind)]),H(e,r)};W(o,e=>{R(r)?e(s):e(l,-1)}),O(i),L(e=>a=K(i,1,`wraps svelte-g1toec`,null,a,{number:e}),[()=>c(R(t).kind)]),H(e,i)}),O(r),H(e,r)}),O(p),O(u);var h=I(u,2),g=e=>{var t=Po(),n=N(t),r=I(n);O(t),L(()=>U(n,`${R(a)??``} of ${R(o).length??``} rows. `)),z(`click`,r,()=>M(a,R(a)+500)),H(e,t)};W(h,e=>{R(o).length>R(a)&&e(g)}),O(l),L(()=>q(l,`aria-label`,t.table.name)),H(e,l),Ke()}Cr([`click`]);var Lo=B(`<p class="small soft"> </p>`),Ro=B(`<button class="bare svelte-baybvi">Table</button> <button class="bare" title="Download these numbers as CSV">CSV</button>`,1),zo=B(`<button class="bare" title="Copy the question as GraphQL">GraphQL</button>`),Bo=B(`<p class="nothing" role="alert"> </p>`),Vo=B(`<div class="waiting svelte-baybvi" aria-label="Loading"></div>`),Ho=B(`<p class="nothing"> </p>`),Uo=B(`<p class="small late svelte-baybvi" role="alert"> </p>`),Wo=B(`<p class="small soft fault svelte-baybvi"> </p>`),Go=B(`<!> <!> <!>`,1),Ko=B(`<section><header class="svelte-baybvi"><div class="what svelte-baybvi"><h2> </h2> <!></div> <!> <div class="tools screen-only svelte-baybvi"><!> <!></div></header> <p class="small soft said svelte-baybvi" role="status"> </p> <!> <!></section>`);function $(e,t){let n=Pr();Ge(t,!0);let r=Ri(t,`table`,3,null),i=Ri(t,`nothing`,3,null),a=Ri(t,`card`,3,!0),o=j(!1),s=j(``),c=k(()=>t.asking&&!t.asking.data?t.asking.why:null),l=k(()=>t.asking!==void 0&&!t.asking.data&&!t.asking.why),u=k(()=>(t.asking?.faults??[]).filter(({path:e})=>!t.parts||!e||e.some(e=>t.parts.includes(String(e))))),f=k(()=>t.asking?.beside.masked??[]);function p(){if(!r())return;let e=document.createElement(`a`),t=URL.createObjectURL(new Blob([ko(r())],{type:`text/csv;charset=utf-8`}));e.href=t,e.download=`${r().name}.csv`,e.click(),setTimeout(()=>URL.revokeObjectURL(t),1e3)}async function m(){if(!t.asking)return;let e=`# variables: ${JSON.stringify(t.asking.variables??{},null,2).replaceAll(`
`,`
# `)}\n${t.asking.text}\n`;try{await navigator.clipboard.writeText(e),M(s,`Copied. Paste it into /graphiql or a client of yours.`)}catch{M(s,`The browser does not let this page copy.`)}setTimeout(()=>M(s,``),4e3)}var h=Ko(),g=N(h),_=N(g),v=N(_),y=F(v,!0),b=I(v,2),x=e=>{var n=Lo(),r=F(n,!0);L(()=>U(r,t.question)),H(e,n)};W(b,e=>{t.question&&e(x)}),O(_);var S=I(_,2);ti(S,()=>t.beside??d);var C=I(S,2),w=N(C),T=e=>{var t=Ro(),n=P(t),r=I(n,2);L(()=>q(n,`aria-pressed`,R(o))),z(`click`,n,()=>M(o,!R(o))),z(`click`,r,p),H(e,t)};W(w,e=>{r()&&e(T)});var ee=I(w,2),te=e=>{var t=zo();z(`click`,t,m),H(e,t)};W(ee,e=>{t.asking&&e(te)}),O(C),O(g);var ne=I(g,2),re=F(ne,!0),ie=I(ne,2),ae=e=>{var t=Bo(),n=F(t,!0);L(()=>U(n,R(c).message)),H(e,t)},oe=e=>{H(e,Vo())},se=e=>{Io(e,{get table(){return r()}})},ce=e=>{var t=Ho(),n=F(t,!0);L(()=>U(n,i())),H(e,t)},le=e=>{var n=Nr();ti(P(n),()=>t.children),H(e,n)};W(ie,e=>{R(c)?e(ae):R(l)?e(oe,1):R(o)&&r()?e(se,2):i()?e(ce,3):e(le,-1)});var ue=I(ie,2),de=e=>{var n=Go(),r=P(n),i=e=>{var n=Uo(),r=F(n);L(()=>U(r,`What is shown is from before: ${t.asking.why.message??``}`)),H(e,n)};W(r,e=>{t.asking.why&&e(i)});var a=I(r,2);G(a,17,()=>R(u).slice(0,3),Kr,(e,t)=>{var n=Wo(),r=F(n);L(()=>U(r,`Not shown: ${R(t).message??``}`)),H(e,n)});var o=I(a,2),s=e=>{var t=Wo(),n=F(t);L((e,t)=>U(n,`Masked for your role: ${e??``}${t??``}`),[()=>R(f).slice(0,6).join(`, `),()=>R(f).length>6?` and ${Z(R(f).length-6)} more`:``]),H(e,t)};W(o,e=>{R(f).length>0&&e(s)}),H(e,n)};W(ue,e=>{t.asking?.data&&e(de)}),O(h),L(()=>{K(h,1,ai(a()?`card`:`bare-picture`)),q(h,`aria-labelledby`,`${n}-title`),q(h,`data-picture`,r()?.name??t.title),q(v,`id`,`${n}-title`),U(y,t.title),U(re,R(s))}),H(e,h),Ke()}Cr([`click`]);var qo=B(`<span> </span>`);function Jo(e,t){let n={BUSINESS_AT_RISK:[`▼ At risk`,`red`],BUSINESS_AT_GROWTH:[`▲ At growth`,`green`],BOTH:[`◆ Risk and growth`,`amber`],STABLE:[`● Stable`,`stable`],UNKNOWN:[`○ Not known`,`unknown`]},r=k(()=>n[t.position??`UNKNOWN`]);var i=qo(),a=F(i,!0);L(()=>{K(i,1,`tag ${R(r)[1]??``}`,`svelte-6hh80v`),U(a,R(r)[0])}),H(e,i)}var Yo={BLIND_SPOT:`A source went quiet`,CHAMPION:`A champion left or turned against us`,DELIVERY:`Calls spike while deliveries are late`,FALL:`Health fell`,INFLUENCER:`Somebody with a say is unhappy`,JOB_CHANGE:`Somebody has a new title or employer`,RENEWAL:`A contract comes to its end`,SEGMENT:`Several of one segment show the same`,SURVEY_DUE:`Somebody should be asked now`},Xo=B(`<p class="small wraps"> </p>`),Zo=B(`<p> </p>`),Qo=B(`<li class="svelte-1o60t4e"><p class="row small"><b> </b><span class="soft"> </span></p> <!> <!></li>`),$o=B(`<ul></ul>`);function es(e,t){Ge(t,!0);let n={NEW:`heard`,ACK:`acknowledged`,ACTED:`acted on`,TOLD:`told what we did`},r=k(()=>Eo(`feedback`,[{head:`When`,kind:`moment`,of:e=>e.at},{head:`Survey`,kind:`code`,of:e=>e.kind},{head:`Score`,kind:`number`,of:e=>e.score},{head:`Role`,kind:`code`,of:e=>e.role},{head:`Touchpoint`,of:e=>e.touchpoint},{head:`Themes`,of:e=>e.themes.join(` `)},{head:`Sentiment`,kind:`delta`,of:e=>e.sentiment},{head:`Text`,of:e=>e.text},{head:`Loop`,kind:`code`,of:e=>e.loop?.state},{head:`Due`,kind:`moment`,of:e=>e.loop?.dueAt}],t.all));{let i=k(()=>t.asking.data&&t.all.length===0?`Nobody there answered in a year.`:null);$(e,{title:`What they said`,question:`Their answers, and whether they heard from us`,get asking(){return t.asking},get table(){return R(r)},get nothing(){return R(i)},children:(e,r)=>{var i=$o();G(i,21,()=>t.all,e=>e.id,(e,t)=>{var r=Qo(),i=N(r),a=N(i),o=F(a),s=F(I(a));O(i);var c=I(i,2),l=e=>{var n=Xo(),r=F(n);L(()=>U(r,`“${R(t).text??``}”`)),H(e,n)};W(c,e=>{R(t).text&&e(l)});var u=I(c,2),d=e=>{var r=Zo();let i;var a=F(r);L(e=>{i=K(r,1,`small svelte-1o60t4e`,null,i,{late:R(t).loop.overdue}),U(a,`${n[R(t).loop.state]??``}${e??``}${R(t).loop.owner?.name?` · ${R(t).loop.owner.name}`:``}`)},[()=>R(t).loop.overdue?`, late since ${io(R(t).loop.dueAt)}`:``]),H(e,r)};W(u,e=>{R(t).loop&&e(d)}),O(r),L((e,n,r,i)=>{U(o,`${R(t).kind??`Comment`??``}${e??``}${n??``}`),U(s,`${r??``} · ${R(t).touchpoint??`relation`??``} · ${i??``}`)},[()=>R(t).score===null?``:` ${Z(R(t).score)}`,()=>R(t).scale?.length===2?` of ${Z(R(t).scale[1])}`:``,()=>Q(R(t).role),()=>io(R(t).at)]),H(e,r)}),O(i),H(e,i)},$$slots:{default:!0}})}Ke()}var ts=B(`<li><b> </b> <span class="small"> <span class="soft"> </span></span> <span class="small soft"> </span></li>`),ns=B(`<ul class="svelte-1ba68nk"></ul>`);function rs(e,t){Ge(t,!0);let n=k(()=>Eo(`freshness`,[{head:`System`,of:e=>e.system},{head:`Category`,kind:`code`,of:e=>e.category},{head:`State`,kind:`code`,of:e=>e.state},{head:`Age in seconds`,kind:`number`,of:e=>e.lagSeconds},{head:`Promised in seconds`,kind:`number`,of:e=>e.expectedSeconds},{head:`Last success`,kind:`moment`,of:e=>e.lastSuccess},{head:`KPIs`,of:e=>e.affectsKpis.join(` `)}],t.sources));$(e,{title:`Can this page be believed?`,question:`How old is what each source says`,get asking(){return t.asking},get table(){return R(n)},children:(e,n)=>{var r=ns();G(r,21,()=>t.sources,e=>e.system,(e,t)=>{var n=ts();let r;var i=N(n),a=F(i),o=I(i,2),s=N(o),c=F(I(s));O(o);var l=F(I(o,2));O(n),L((e,i,o,u)=>{r=K(n,1,`svelte-1ba68nk`,null,r,{late:R(t).state!==`OK`}),U(a,`${R(t).state===`OK`?`●`:`▲`} ${R(t).system??``}`),U(s,`${e??``} `),U(c,`of ${i??``}`),U(l,`${o??``}${u??``}`)},[()=>R(t).lagSeconds===null?`never read`:`${oo(R(t).lagSeconds)} old`,()=>oo(R(t).expectedSeconds),()=>R(t).state===`OK`?``:`${Q(R(t).state)} · `,()=>R(t).affectsKpis.length>0?co(R(t).affectsKpis.length,`KPI`):`no KPI`]),H(e,n)}),O(r),H(e,r)},$$slots:{default:!0}}),Ke()}function is(e){let t=[],{health:n,nextRenewal:r}=e;if(r?.daysToEnd!==null&&r?.daysToEnd!==void 0){let e=r.value?`${X(r.value)} `:``,n=r.renewalProbability,i=n?`, ${no(n.value)} likely (${no(n.low)} to ${no(n.high)})`:``;t.push({said:`${e}renews in ${co(r.daysToEnd,`day`)}${i}`,weight:r.daysToEnd<=90?`strong`:`plain`})}let i=n?.trend.likeForLike??n?.trend.delta;i!=null&&i<=-3&&t.push({said:`health fell ${Z(-i)} in 4 weeks`,weight:`strong`});for(let e of n?.caps.slice(0,1)??[])t.push({said:e.reason,weight:`strong`});e.champion?.left&&t.push({said:`the champion left`,weight:`strong`});for(let e of n?.drivers.slice(0,2)??[]){if(!e.pointsLost)continue;let n=e.raw===null?``:` ${Z(e.raw)}${as(e.unit)}`;t.push({said:`${e.name}${n} costs ${Z(e.pointsLost)} points`,weight:`plain`})}return n&&n.value!==null||t.push({said:`health is not known: too little was seen`,weight:`plain`}),t}function as(e){return!e||e===`count`?``:e===`%`||e===`percent`?` %`:` ${e.toLowerCase().replaceAll(`_`,` `)}`}var os=B(`<span class="soft"> </span>`),ss=B(`<a rel="noreferrer external"> </a>`),cs=B(`<!> `,1),ls=B(`<!> <!>`,1),us=B(`<p class="small"> <button class="bare">Show all stages</button></p>`),ds=B(`<tr class="head svelte-xq2cyn"><th colspan="6" scope="rowgroup" class="svelte-xq2cyn"> </th></tr>`),fs=B(` <span class="flag small svelte-xq2cyn"> </span>`,1),ps=B(` <span class="soft small"> </span>`,1),ms=B(`<!> <tr><td class="svelte-xq2cyn"><span> </span><!><!><span class="narrow small svelte-xq2cyn"><!></span></td><td class="number svelte-xq2cyn"> <!></td><td class="number wide svelte-xq2cyn"> </td><td class="number svelte-xq2cyn"> </td><td class="number lost svelte-xq2cyn"> </td><td class="small wide svelte-xq2cyn"><!></td></tr>`,1),hs=B(`<tr class="svelte-xq2cyn"><th class="svelte-xq2cyn"> </th><td class="svelte-xq2cyn"></td><td class="wide svelte-xq2cyn"></td><td class="number svelte-xq2cyn"><b> </b></td><td class="svelte-xq2cyn"></td><td class="wide svelte-xq2cyn"></td></tr>`),gs=B(`<tr class="svelte-xq2cyn"><th class="svelte-xq2cyn"> </th><td class="svelte-xq2cyn"></td><td class="wide svelte-xq2cyn"></td><td class="number svelte-xq2cyn"><b> </b></td><td class="svelte-xq2cyn"></td><td class="small soft wide svelte-xq2cyn"> </td></tr>`),_s=B(`<tfoot class="svelte-xq2cyn"><tr class="svelte-xq2cyn"><th class="svelte-xq2cyn">Sum of what was measured</th><td class="svelte-xq2cyn"></td><td class="wide svelte-xq2cyn"></td><td class="number svelte-xq2cyn"><b> </b></td><td class="number svelte-xq2cyn"><b> </b></td><td class="small soft wide svelte-xq2cyn">of 100 points</td></tr><!><!><tr class="svelte-xq2cyn"><th class="svelte-xq2cyn">Health<span class="narrow small soft svelte-xq2cyn"> </span></th><td class="svelte-xq2cyn"></td><td class="wide svelte-xq2cyn"></td><td class="number svelte-xq2cyn"><b> </b></td><td class="svelte-xq2cyn"></td><td class="small soft wide svelte-xq2cyn"> </td></tr></tfoot>`),vs=B(`<!> <div class="holds svelte-xq2cyn"><table><thead><tr><th class="svelte-xq2cyn">KPI</th><th class="number svelte-xq2cyn">Measured</th><th class="number wide svelte-xq2cyn">0–100</th><th class="number svelte-xq2cyn">Points</th><th class="number svelte-xq2cyn">Lost</th><th class="wide svelte-xq2cyn">From</th></tr></thead><tbody></tbody><!></table></div>`,1);function ys(e,t){Ge(t,!0);let n=(e,t=d)=>{var n=ls(),r=P(n),i=e=>{var n=os(),r=F(n,!0);L(()=>U(r,t().error)),H(e,n)};W(r,e=>{t().error&&e(i)}),G(I(r,2),17,()=>t().inputs.slice(0,1),Kr,(e,n)=>{var r=cs(),i=P(r),a=e=>{var t=ss(),r=F(t,!0);L(e=>{q(t,`href`,R(n).url),q(t,`title`,R(n).recordId),U(r,e)},[()=>l(R(n))]),H(e,t)},o=k(()=>R(n).url?.startsWith(`http`)),s=e=>{var t=os(),r=F(t,!0);L(e=>{q(t,`title`,R(n).recordId),U(r,e)},[()=>l(R(n))]),H(e,t)};W(i,e=>{R(o)?e(a):e(s,-1)});var c=I(i,1,!0);L(()=>U(c,t().inputs.length>1?` …`:``)),H(e,r)}),H(e,n)},r=k(()=>t.health.stages.flatMap(e=>e.kpis.map(t=>({stage:e.stage,kpi:t})))),i=k(()=>t.stage?R(r).filter(e=>e.stage===t.stage):R(r)),a=k(()=>R(r).reduce((e,t)=>e+(t.kpi.contribution??0),0)),o=k(()=>R(r).reduce((e,t)=>e+(t.kpi.pointsLost??0),0)),s=k(()=>`${Z(t.health.low)}–${Z(t.health.high)} if the missing were known`),c=e=>e.raw===null?e.category?Q(e.category):null:`${Z(e.raw)}${as(e.unit)}`,l=e=>{let t=String(e.recordId);return`${e.system} ${t.length>14?`${t.slice(0,10)}…`:t}`},u={MISSING:`not measured`,EXPIRED:`too old`,STALE:`stale`,LOW_SAMPLE:`too few`,NOT_APPLICABLE:`does not apply`,ERROR:`failed`,OK:``},f=k(()=>Eo(`receipt`,[{head:`Stage`,kind:`code`,of:e=>e.stage},{head:`KPI`,of:e=>e.kpi.code},{head:`Name`,of:e=>e.kpi.name},{head:`Raw`,kind:`number`,of:e=>e.kpi.raw},{head:`Unit`,of:e=>e.kpi.unit},{head:`0–100`,kind:`number`,of:e=>e.kpi.normalised},{head:`Points`,kind:`number`,of:e=>e.kpi.contribution},{head:`Lost`,kind:`number`,of:e=>e.kpi.pointsLost},{head:`n`,kind:`number`,of:e=>e.kpi.n},{head:`Evidence`,kind:`share`,of:e=>e.kpi.evidence},{head:`Status`,kind:`code`,of:e=>e.kpi.status},{head:`Observed`,kind:`day`,of:e=>e.kpi.observedAt},{head:`Segment median`,kind:`number`,of:e=>e.kpi.segmentMedian?.median}],R(r)));{let r=k(()=>Z(t.health.value));$(e,{title:`The receipt`,get question(){return`Why exactly ${R(r)??``}?`},get asking(){return t.asking},get table(){return R(f)},children:(e,r)=>{var l=vs(),d=P(l),f=e=>{var n=us(),r=N(n),i=I(r);O(n),L(e=>U(r,`Only ${e??``}. `),[()=>Q(t.stage)]),z(`click`,i,function(...e){t.clear?.apply(this,e)}),H(e,n)};W(d,e=>{t.stage&&e(f)});var p=I(d,2),m=N(p),h=I(N(m));G(h,23,()=>R(i),({kpi:e,stage:t})=>e.code,(e,t,r)=>{let a=()=>R(t).kpi,o=()=>R(t).stage;var s=ms(),l=P(s),d=e=>{var t=ds(),n=F(N(t),!0);O(t),L(e=>U(n,e),[()=>so(o())]),H(e,t)};W(l,e=>{(R(r)===0||R(i)[R(r)-1]?.stage!==o())&&e(d)});var f=I(l,2);let p;var m=N(f),h=N(m),g=F(h,!0),_=I(h),v=e=>{var t=fs(),n=P(t,!0);n.nodeValue=` `;var r=F(I(n),!0);L(()=>U(r,u[a().status])),H(e,t)};W(_,e=>{u[a().status]&&e(v)});var y=I(_),b=e=>{var t=fs(),n=P(t,!0);n.nodeValue=` `;var r=F(I(n));L(()=>U(r,`by ${a().fallbackUsed??``}`)),H(e,t)};W(y,e=>{a().fallbackUsed&&e(b)});var x=I(y),S=N(x);n(S,a),O(x),O(m);var C=I(m),w=N(C,!0),T=I(w),ee=e=>{var t=ps(),n=P(t,!0);n.nodeValue=` `;var r=F(I(n));L(()=>U(r,`n ${a().n??``}`)),H(e,t)};W(T,e=>{a().n>0&&e(ee)}),O(C);var te=I(C),ne=F(te,!0),re=I(te),ie=F(re,!0),ae=I(re),oe=F(ae,!0),se=I(ae),ce=N(se);n(ce,a),O(se),O(f),L((e,t,n,r)=>{p=K(f,1,`svelte-xq2cyn`,null,p,{faded:a().normalised===null}),q(h,`title`,a().formula),U(g,a().name),U(w,e),U(ne,t),U(ie,n),U(oe,r)},[()=>c(a())??(a().normalised===null?`not measured`:`–`),()=>Z(a().normalised),()=>Z(a().contribution,2),()=>a().pointsLost?Z(a().pointsLost,2):``]),H(e,s)}),O(h);var g=I(h),_=e=>{var n=_s(),r=N(n),i=I(N(r),3),c=F(N(i),!0);O(i);var l=I(i),u=F(N(l),!0);O(l),Te(),O(r);var d=I(r);G(d,17,()=>t.health.caps,Kr,(e,t)=>{var n=hs(),r=N(n),i=F(r),a=I(r,3),o=F(N(a));O(a),Te(2),O(n),L(e=>{U(i,`Capped: ${R(t).reason??``}`),U(o,`≤ ${e??``}`)},[()=>Z(R(t).cap)]),H(e,n)});var f=I(d),p=e=>{var n=gs(),r=N(n),i=F(r),a=I(r,3),o=F(N(a),!0);O(a);var s=F(I(a,2));O(n),L((e,n)=>{U(i,`Set by a person: ${t.health.override.reason??``??``}`),U(o,e),U(s,`until ${n??``}`)},[()=>Z(t.health.override.value),()=>io(t.health.override.expiresAt)]),H(e,n)};W(f,e=>{t.health.override&&e(p)});var m=I(f),h=N(m),g=F(I(N(h)),!0);O(h);var _=I(h,3),v=F(N(_),!0);O(_);var y=F(I(_,2),!0);O(m),O(n),L((e,t,n)=>{U(c,e),U(u,t),U(g,R(s)),U(v,n),U(y,R(s))},[()=>Z(R(a),2),()=>Z(R(o),2),()=>Z(t.health.value)]),H(e,n)};W(g,e=>{t.stage||e(_)}),O(m),O(p),H(e,l)},$$slots:{default:!0}})}Ke()}Cr([`click`]);var bs=B(`<span class="small soft source svelte-5ipacl"> </span>`),xs=B(`<li> </li>`),Ss=B(`<ul class="small svelte-5ipacl"></ul>`),Cs=B(`<dt class="small soft"> </dt> <dd class="svelte-5ipacl"><button type="button" class="bare svelte-5ipacl"><span class="wraps"> </span><!></button> <!></dd>`,1),ws=B(`<a rel="noreferrer external"> </a>`),Ts=B(` <!>`,1),Es=B(`<p class="small soft"> </p>`),Ds=B(`<p class="small soft records svelte-5ipacl"> <!></p> <!>`,1),Os=B(`<dl class="svelte-5ipacl"></dl> <!>`,1);function ks(e,t){Ge(t,!0);let n=new Ya(sa,()=>({id:t.id})),r=k(()=>n.data?.account),i=k(()=>R(r)?[[`Name`,R(r).name,R(r).nameLineage],[`Legal name`,R(r).legalName,R(r).legalNameLineage],[`Domain`,R(r).domain,R(r).domainLineage],[`Country`,R(r).country,R(r).countryLineage],[`Industry`,R(r).industry,R(r).industryLineage]]:[]),a=k(()=>Eo(`source-records`,[{head:`System`,of:e=>e.system},{head:`Object`,of:e=>e.object},{head:`Record`,of:e=>e.recordId},{head:`Observed`,kind:`moment`,of:e=>e.observedAt},{head:`Address`,of:e=>e.url}],R(r)?.sourceRecords??[]));$(e,{title:`Where it comes from`,question:`Which record each value is from, by which rule, and what lost`,get asking(){return n},get table(){return R(a)},children:(e,t)=>{var n=Os(),a=P(n);G(a,23,()=>R(i),([e,t,n])=>e,(e,t,n)=>{var r=k(()=>m(R(t),3));let i=()=>R(r)[0],a=()=>R(r)[1],o=()=>R(r)[2],s=k(()=>o()??[]),c=k(()=>R(s).find(e=>e.winner)),l=k(()=>R(s).filter(e=>!e.winner));var u=Cs(),d=P(u),f=F(d,!0),p=I(d,2),h=N(p),g=N(h),_=F(g,!0),v=I(g),y=e=>{var t=bs(),n=F(t);L(e=>U(n,`${R(c).source.system??``}, ${e??``}${R(l).length>0?`; ${R(l).length} lost`:``}`),[()=>Q(R(c).rule)]),H(e,t)};W(v,e=>{R(c)&&e(y)}),O(h);var b=I(h,2),x=e=>{var t=Ss();G(t,21,()=>R(s),Kr,(e,t)=>{var n=xs();let r;var i=F(n);L((e,a)=>{r=K(n,1,`wraps`,null,r,{soft:!R(t).winner}),U(i,`${R(t).winner?`✓`:`✗`} ${R(t).value??`–`??``} — ${R(t).source.system??``} ${R(t).source.object??``} ${R(t).source.recordId??``}, ${e??``}, ${a??``}`)},[()=>Q(R(t).rule),()=>io(R(t).source.observedAt)]),H(e,n)}),O(t),L(()=>q(t,`id`,`lineage-${R(n)??``}`)),H(e,t)};W(b,e=>{R(s).length>0&&e(x)}),O(p),L(()=>{U(f,i()),q(h,`aria-describedby`,`lineage-${R(n)??``}`),U(_,a()??`–`)}),z(`keydown`,h,e=>e.key===`Escape`&&e.currentTarget.blur()),H(e,u)}),O(a);var o=I(a,2),s=e=>{var t=Ds(),n=P(t),i=N(n);G(I(i),17,()=>R(r).sourceRecords??[],Kr,(e,t,n)=>{Te();var r=Ts(),i=P(r,!0);i.nodeValue=n>0?`, `:``;var a=I(i),o=e=>{var n=ws(),r=F(n);L(()=>{q(n,`href`,R(t).url),U(r,`${R(t).system??``} ${R(t).recordId??``}`)}),H(e,n)},s=k(()=>R(t).url?.startsWith(`http`)),c=e=>{var n=Mr();L(()=>U(n,`${R(t).system??``} ${R(t).recordId??``}`)),H(e,n)};W(a,e=>{R(s)?e(o):e(c,-1)}),H(e,r)}),O(n),G(I(n,2),17,()=>R(r).identity?.events??[],Kr,(e,t)=>{var n=Es(),r=F(n);L((e,t,n)=>U(r,`${e??``}: ${t??``} (${n??``})`),[()=>io(R(t).at),()=>Q(R(t).what),()=>Q(R(t).cause)]),H(e,n)}),L(e=>U(i,`${e??``}: `),[()=>co(R(r).sourceRecords?.length??0,`record`)]),H(e,t)};W(o,e=>{R(r)&&e(s)}),H(e,n)},$$slots:{default:!0}}),Ke()}Cr([`keydown`]);function As(e,t){return e==null||t==null?NaN:e<t?-1:e>t?1:e>=t?0:NaN}function js(e,t){return e==null||t==null?NaN:t<e?-1:t>e?1:t>=e?0:NaN}function Ms(e){let t,n,r;e.length===2?(t=e===As||e===js?e:Ns,n=e,r=e):(t=As,n=(t,n)=>As(e(t),n),r=(t,n)=>e(t)-n);function i(e,r,i=0,a=e.length){if(i<a){if(t(r,r)!==0)return a;do{let t=i+a>>>1;n(e[t],r)<0?i=t+1:a=t}while(i<a)}return i}function a(e,r,i=0,a=e.length){if(i<a){if(t(r,r)!==0)return a;do{let t=i+a>>>1;n(e[t],r)<=0?i=t+1:a=t}while(i<a)}return i}function o(e,t,n=0,a=e.length){let o=i(e,t,n,a-1);return o>n&&r(e[o-1],t)>-r(e[o],t)?o-1:o}return{left:i,center:o,right:a}}function Ns(){return 0}function Ps(e){return e===null?NaN:+e}var Fs=Ms(As),Is=Fs.right;Fs.left,Ms(Ps).center,Array.prototype.slice;var Ls=Math.sqrt(50),Rs=Math.sqrt(10),zs=Math.sqrt(2);function Bs(e,t,n){let r=(t-e)/Math.max(0,n),i=Math.floor(Math.log10(r)),a=r/10**i,o=a>=Ls?10:a>=Rs?5:a>=zs?2:1,s,c,l;return i<0?(l=10**-i/o,s=Math.round(e*l),c=Math.round(t*l),s/l<e&&++s,c/l>t&&--c,l=-l):(l=10**i*o,s=Math.round(e/l),c=Math.round(t/l),s*l<e&&++s,c*l>t&&--c),c<s&&.5<=n&&n<2?Bs(e,t,n*2):[s,c,l]}function Vs(e,t,n){if(t=+t,e=+e,n=+n,!(n>0))return[];if(e===t)return[e];let r=t<e,[i,a,o]=r?Bs(t,e,n):Bs(e,t,n);if(!(a>=i))return[];let s=a-i+1,c=Array(s);if(r){if(o<0)for(let e=0;e<s;++e)c[e]=(a-e)/-o;else for(let e=0;e<s;++e)c[e]=(a-e)*o}else if(o<0)for(let e=0;e<s;++e)c[e]=(i+e)/-o;else for(let e=0;e<s;++e)c[e]=(i+e)*o;return c}function Hs(e,t,n){return t=+t,e=+e,n=+n,Bs(e,t,n)[2]}function Us(e,t,n){t=+t,e=+e,n=+n;let r=t<e,i=r?Hs(t,e,n):Hs(e,t,n);return(r?-1:1)*(i<0?1/-i:i)}function Ws(e,t,n){e.prototype=t.prototype=n,n.constructor=e}function Gs(e,t){var n=Object.create(e.prototype);for(var r in t)n[r]=t[r];return n}function Ks(){}var qs=.7,Js=1/qs,Ys=`\\s*([+-]?\\d+)\\s*`,Xs=`\\s*([+-]?(?:\\d*\\.)?\\d+(?:[eE][+-]?\\d+)?)\\s*`,Zs=`\\s*([+-]?(?:\\d*\\.)?\\d+(?:[eE][+-]?\\d+)?)%\\s*`,Qs=/^#([0-9a-f]{3,8})$/,$s=RegExp(`^rgb\\(${Ys},${Ys},${Ys}\\)$`),ec=RegExp(`^rgb\\(${Zs},${Zs},${Zs}\\)$`),tc=RegExp(`^rgba\\(${Ys},${Ys},${Ys},${Xs}\\)$`),nc=RegExp(`^rgba\\(${Zs},${Zs},${Zs},${Xs}\\)$`),rc=RegExp(`^hsl\\(${Xs},${Zs},${Zs}\\)$`),ic=RegExp(`^hsla\\(${Xs},${Zs},${Zs},${Xs}\\)$`),ac={aliceblue:15792383,antiquewhite:16444375,aqua:65535,aquamarine:8388564,azure:15794175,beige:16119260,bisque:16770244,black:0,blanchedalmond:16772045,blue:255,blueviolet:9055202,brown:10824234,burlywood:14596231,cadetblue:6266528,chartreuse:8388352,chocolate:13789470,coral:16744272,cornflowerblue:6591981,cornsilk:16775388,crimson:14423100,cyan:65535,darkblue:139,darkcyan:35723,darkgoldenrod:12092939,darkgray:11119017,darkgreen:25600,darkgrey:11119017,darkkhaki:12433259,darkmagenta:9109643,darkolivegreen:5597999,darkorange:16747520,darkorchid:10040012,darkred:9109504,darksalmon:15308410,darkseagreen:9419919,darkslateblue:4734347,darkslategray:3100495,darkslategrey:3100495,darkturquoise:52945,darkviolet:9699539,deeppink:16716947,deepskyblue:49151,dimgray:6908265,dimgrey:6908265,dodgerblue:2003199,firebrick:11674146,floralwhite:16775920,forestgreen:2263842,fuchsia:16711935,gainsboro:14474460,ghostwhite:16316671,gold:16766720,goldenrod:14329120,gray:8421504,green:32768,greenyellow:11403055,grey:8421504,honeydew:15794160,hotpink:16738740,indianred:13458524,indigo:4915330,ivory:16777200,khaki:15787660,lavender:15132410,lavenderblush:16773365,lawngreen:8190976,lemonchiffon:16775885,lightblue:11393254,lightcoral:15761536,lightcyan:14745599,lightgoldenrodyellow:16448210,lightgray:13882323,lightgreen:9498256,lightgrey:13882323,lightpink:16758465,lightsalmon:16752762,lightseagreen:2142890,lightskyblue:8900346,lightslategray:7833753,lightslategrey:7833753,lightsteelblue:11584734,lightyellow:16777184,lime:65280,limegreen:3329330,linen:16445670,magenta:16711935,maroon:8388608,mediumaquamarine:6737322,mediumblue:205,mediumorchid:12211667,mediumpurple:9662683,mediumseagreen:3978097,mediumslateblue:8087790,mediumspringgreen:64154,mediumturquoise:4772300,mediumvioletred:13047173,midnightblue:1644912,mintcream:16121850,mistyrose:16770273,moccasin:16770229,navajowhite:16768685,navy:128,oldlace:16643558,olive:8421376,olivedrab:7048739,orange:16753920,orangered:16729344,orchid:14315734,palegoldenrod:15657130,palegreen:10025880,paleturquoise:11529966,palevioletred:14381203,papayawhip:16773077,peachpuff:16767673,peru:13468991,pink:16761035,plum:14524637,powderblue:11591910,purple:8388736,rebeccapurple:6697881,red:16711680,rosybrown:12357519,royalblue:4286945,saddlebrown:9127187,salmon:16416882,sandybrown:16032864,seagreen:3050327,seashell:16774638,sienna:10506797,silver:12632256,skyblue:8900331,slateblue:6970061,slategray:7372944,slategrey:7372944,snow:16775930,springgreen:65407,steelblue:4620980,tan:13808780,teal:32896,thistle:14204888,tomato:16737095,turquoise:4251856,violet:15631086,wheat:16113331,white:16777215,whitesmoke:16119285,yellow:16776960,yellowgreen:10145074};Ws(Ks,uc,{copy(e){return Object.assign(new this.constructor,this,e)},displayable(){return this.rgb().displayable()},hex:oc,formatHex:oc,formatHex8:sc,formatHsl:cc,formatRgb:lc,toString:lc});function oc(){return this.rgb().formatHex()}function sc(){return this.rgb().formatHex8()}function cc(){return Cc(this).formatHsl()}function lc(){return this.rgb().formatRgb()}function uc(e){var t,n;return e=(e+``).trim().toLowerCase(),(t=Qs.exec(e))?(n=t[1].length,t=parseInt(t[1],16),n===6?dc(t):n===3?new hc(t>>8&15|t>>4&240,t>>4&15|t&240,(t&15)<<4|t&15,1):n===8?fc(t>>24&255,t>>16&255,t>>8&255,(t&255)/255):n===4?fc(t>>12&15|t>>8&240,t>>8&15|t>>4&240,t>>4&15|t&240,((t&15)<<4|t&15)/255):null):(t=$s.exec(e))?new hc(t[1],t[2],t[3],1):(t=ec.exec(e))?new hc(t[1]*255/100,t[2]*255/100,t[3]*255/100,1):(t=tc.exec(e))?fc(t[1],t[2],t[3],t[4]):(t=nc.exec(e))?fc(t[1]*255/100,t[2]*255/100,t[3]*255/100,t[4]):(t=rc.exec(e))?Sc(t[1],t[2]/100,t[3]/100,1):(t=ic.exec(e))?Sc(t[1],t[2]/100,t[3]/100,t[4]):ac.hasOwnProperty(e)?dc(ac[e]):e===`transparent`?new hc(NaN,NaN,NaN,0):null}function dc(e){return new hc(e>>16&255,e>>8&255,e&255,1)}function fc(e,t,n,r){return r<=0&&(e=t=n=NaN),new hc(e,t,n,r)}function pc(e){return e instanceof Ks||(e=uc(e)),e?(e=e.rgb(),new hc(e.r,e.g,e.b,e.opacity)):new hc}function mc(e,t,n,r){return arguments.length===1?pc(e):new hc(e,t,n,r??1)}function hc(e,t,n,r){this.r=+e,this.g=+t,this.b=+n,this.opacity=+r}Ws(hc,mc,Gs(Ks,{brighter(e){return e=e==null?Js:Js**+e,new hc(this.r*e,this.g*e,this.b*e,this.opacity)},darker(e){return e=e==null?qs:qs**+e,new hc(this.r*e,this.g*e,this.b*e,this.opacity)},rgb(){return this},clamp(){return new hc(bc(this.r),bc(this.g),bc(this.b),yc(this.opacity))},displayable(){return-.5<=this.r&&this.r<255.5&&-.5<=this.g&&this.g<255.5&&-.5<=this.b&&this.b<255.5&&0<=this.opacity&&this.opacity<=1},hex:gc,formatHex:gc,formatHex8:_c,formatRgb:vc,toString:vc}));function gc(){return`#${xc(this.r)}${xc(this.g)}${xc(this.b)}`}function _c(){return`#${xc(this.r)}${xc(this.g)}${xc(this.b)}${xc((isNaN(this.opacity)?1:this.opacity)*255)}`}function vc(){let e=yc(this.opacity);return`${e===1?`rgb(`:`rgba(`}${bc(this.r)}, ${bc(this.g)}, ${bc(this.b)}${e===1?`)`:`, ${e})`}`}function yc(e){return isNaN(e)?1:Math.max(0,Math.min(1,e))}function bc(e){return Math.max(0,Math.min(255,Math.round(e)||0))}function xc(e){return e=bc(e),(e<16?`0`:``)+e.toString(16)}function Sc(e,t,n,r){return r<=0?e=t=n=NaN:n<=0||n>=1?e=t=NaN:t<=0&&(e=NaN),new Tc(e,t,n,r)}function Cc(e){if(e instanceof Tc)return new Tc(e.h,e.s,e.l,e.opacity);if(e instanceof Ks||(e=uc(e)),!e)return new Tc;if(e instanceof Tc)return e;e=e.rgb();var t=e.r/255,n=e.g/255,r=e.b/255,i=Math.min(t,n,r),a=Math.max(t,n,r),o=NaN,s=a-i,c=(a+i)/2;return s?(o=t===a?(n-r)/s+(n<r)*6:n===a?(r-t)/s+2:(t-n)/s+4,s/=c<.5?a+i:2-a-i,o*=60):s=c>0&&c<1?0:o,new Tc(o,s,c,e.opacity)}function wc(e,t,n,r){return arguments.length===1?Cc(e):new Tc(e,t,n,r??1)}function Tc(e,t,n,r){this.h=+e,this.s=+t,this.l=+n,this.opacity=+r}Ws(Tc,wc,Gs(Ks,{brighter(e){return e=e==null?Js:Js**+e,new Tc(this.h,this.s,this.l*e,this.opacity)},darker(e){return e=e==null?qs:qs**+e,new Tc(this.h,this.s,this.l*e,this.opacity)},rgb(){var e=this.h%360+(this.h<0)*360,t=isNaN(e)||isNaN(this.s)?0:this.s,n=this.l,r=n+(n<.5?n:1-n)*t,i=2*n-r;return new hc(Oc(e>=240?e-240:e+120,i,r),Oc(e,i,r),Oc(e<120?e+240:e-120,i,r),this.opacity)},clamp(){return new Tc(Ec(this.h),Dc(this.s),Dc(this.l),yc(this.opacity))},displayable(){return(0<=this.s&&this.s<=1||isNaN(this.s))&&0<=this.l&&this.l<=1&&0<=this.opacity&&this.opacity<=1},formatHsl(){let e=yc(this.opacity);return`${e===1?`hsl(`:`hsla(`}${Ec(this.h)}, ${Dc(this.s)*100}%, ${Dc(this.l)*100}%${e===1?`)`:`, ${e})`}`}}));function Ec(e){return e=(e||0)%360,e<0?e+360:e}function Dc(e){return Math.max(0,Math.min(1,e||0))}function Oc(e,t,n){return(e<60?t+(n-t)*e/60:e<180?n:e<240?t+(n-t)*(240-e)/60:t)*255}var kc=Math.PI/180,Ac=180/Math.PI,jc=18,Mc=.96422,Nc=1,Pc=.82521,Fc=4/29,Ic=6/29,Lc=3*Ic*Ic,Rc=Ic*Ic*Ic;function zc(e){if(e instanceof Vc)return new Vc(e.l,e.a,e.b,e.opacity);if(e instanceof Jc)return Yc(e);e instanceof hc||(e=pc(e));var t=Gc(e.r),n=Gc(e.g),r=Gc(e.b),i=Hc((.2225045*t+.7168786*n+.0606169*r)/Nc),a,o;return t===n&&n===r?a=o=i:(a=Hc((.4360747*t+.3850649*n+.1430804*r)/Mc),o=Hc((.0139322*t+.0971045*n+.7141733*r)/Pc)),new Vc(116*i-16,500*(a-i),200*(i-o),e.opacity)}function Bc(e,t,n,r){return arguments.length===1?zc(e):new Vc(e,t,n,r??1)}function Vc(e,t,n,r){this.l=+e,this.a=+t,this.b=+n,this.opacity=+r}Ws(Vc,Bc,Gs(Ks,{brighter(e){return new Vc(this.l+jc*(e??1),this.a,this.b,this.opacity)},darker(e){return new Vc(this.l-jc*(e??1),this.a,this.b,this.opacity)},rgb(){var e=(this.l+16)/116,t=isNaN(this.a)?e:e+this.a/500,n=isNaN(this.b)?e:e-this.b/200;return t=Mc*Uc(t),e=Nc*Uc(e),n=Pc*Uc(n),new hc(Wc(3.1338561*t-1.6168667*e-.4906146*n),Wc(-.9787684*t+1.9161415*e+.033454*n),Wc(.0719453*t-.2289914*e+1.4052427*n),this.opacity)}}));function Hc(e){return e>Rc?e**(1/3):e/Lc+Fc}function Uc(e){return e>Ic?e*e*e:Lc*(e-Fc)}function Wc(e){return 255*(e<=.0031308?12.92*e:1.055*e**(1/2.4)-.055)}function Gc(e){return(e/=255)<=.04045?e/12.92:((e+.055)/1.055)**2.4}function Kc(e){if(e instanceof Jc)return new Jc(e.h,e.c,e.l,e.opacity);if(e instanceof Vc||(e=zc(e)),e.a===0&&e.b===0)return new Jc(NaN,0<e.l&&e.l<100?0:NaN,e.l,e.opacity);var t=Math.atan2(e.b,e.a)*Ac;return new Jc(t<0?t+360:t,Math.sqrt(e.a*e.a+e.b*e.b),e.l,e.opacity)}function qc(e,t,n,r){return arguments.length===1?Kc(e):new Jc(e,t,n,r??1)}function Jc(e,t,n,r){this.h=+e,this.c=+t,this.l=+n,this.opacity=+r}function Yc(e){if(isNaN(e.h))return new Vc(e.l,0,0,e.opacity);var t=e.h*kc;return new Vc(e.l,Math.cos(t)*e.c,Math.sin(t)*e.c,e.opacity)}Ws(Jc,qc,Gs(Ks,{brighter(e){return new Jc(this.h,this.c,this.l+jc*(e??1),this.opacity)},darker(e){return new Jc(this.h,this.c,this.l-jc*(e??1),this.opacity)},rgb(){return Yc(this).rgb()}}));var Xc=-.14861,Zc=1.78277,Qc=-.29227,$c=-.90649,el=1.97294,tl=el*$c,nl=el*Zc,rl=Zc*Qc-$c*Xc;function il(e){if(e instanceof ol)return new ol(e.h,e.s,e.l,e.opacity);e instanceof hc||(e=pc(e));var t=e.r/255,n=e.g/255,r=e.b/255,i=(rl*r+tl*t-nl*n)/(rl+tl-nl),a=r-i,o=(el*(n-i)-Qc*a)/$c,s=Math.sqrt(o*o+a*a)/(el*i*(1-i)),c=s?Math.atan2(o,a)*Ac-120:NaN;return new ol(c<0?c+360:c,s,i,e.opacity)}function al(e,t,n,r){return arguments.length===1?il(e):new ol(e,t,n,r??1)}function ol(e,t,n,r){this.h=+e,this.s=+t,this.l=+n,this.opacity=+r}Ws(ol,al,Gs(Ks,{brighter(e){return e=e==null?Js:Js**+e,new ol(this.h,this.s,this.l*e,this.opacity)},darker(e){return e=e==null?qs:qs**+e,new ol(this.h,this.s,this.l*e,this.opacity)},rgb(){var e=isNaN(this.h)?0:(this.h+120)*kc,t=+this.l,n=isNaN(this.s)?0:this.s*t*(1-t),r=Math.cos(e),i=Math.sin(e);return new hc(255*(t+n*(Xc*r+Zc*i)),255*(t+n*(Qc*r+$c*i)),255*(t+el*r*n),this.opacity)}}));var sl=e=>()=>e;function cl(e,t){return function(n){return e+n*t}}function ll(e,t,n){return e**=+n,t=t**+n-e,n=1/n,function(r){return(e+r*t)**+n}}function ul(e,t){var n=t-e;return n?cl(e,n>180||n<-180?n-360*Math.round(n/360):n):sl(isNaN(e)?t:e)}function dl(e){return(e=+e)==1?fl:function(t,n){return n-t?ll(t,n,e):sl(isNaN(t)?n:t)}}function fl(e,t){var n=t-e;return n?cl(e,n):sl(isNaN(e)?t:e)}var pl=(function e(t){var n=dl(t);function r(e,t){var r=n((e=mc(e)).r,(t=mc(t)).r),i=n(e.g,t.g),a=n(e.b,t.b),o=fl(e.opacity,t.opacity);return function(t){return e.r=r(t),e.g=i(t),e.b=a(t),e.opacity=o(t),e+``}}return r.gamma=e,r})(1);function ml(e,t){t||=[];var n=e?Math.min(t.length,e.length):0,r=t.slice(),i;return function(a){for(i=0;i<n;++i)r[i]=e[i]*(1-a)+t[i]*a;return r}}function hl(e){return ArrayBuffer.isView(e)&&!(e instanceof DataView)}function gl(e,t){for(var n=t?t.length:0,r=e?Math.min(n,e.length):0,i=Array(r),a=Array(n),o=0;o<r;++o)i[o]=Tl(e[o],t[o]);for(;o<n;++o)a[o]=t[o];return function(e){for(o=0;o<r;++o)a[o]=i[o](e);return a}}function _l(e,t){var n=new Date;return e=+e,t=+t,function(r){return n.setTime(e*(1-r)+t*r),n}}function vl(e,t){return e=+e,t=+t,function(n){return e*(1-n)+t*n}}function yl(e,t){var n={},r={},i;for(i in typeof e==`object`&&e||(e={}),typeof t==`object`&&t||(t={}),t)i in e?n[i]=Tl(e[i],t[i]):r[i]=t[i];return function(e){for(i in n)r[i]=n[i](e);return r}}var bl=/[-+]?(?:\d+\.?\d*|\.?\d+)(?:[eE][-+]?\d+)?/g,xl=new RegExp(bl.source,`g`);function Sl(e){return function(){return e}}function Cl(e){return function(t){return e(t)+``}}function wl(e,t){var n=bl.lastIndex=xl.lastIndex=0,r,i,a,o=-1,s=[],c=[];for(e+=``,t+=``;(r=bl.exec(e))&&(i=xl.exec(t));)(a=i.index)>n&&(a=t.slice(n,a),s[o]?s[o]+=a:s[++o]=a),(r=r[0])===(i=i[0])?s[o]?s[o]+=i:s[++o]=i:(s[++o]=null,c.push({i:o,x:vl(r,i)})),n=xl.lastIndex;return n<t.length&&(a=t.slice(n),s[o]?s[o]+=a:s[++o]=a),s.length<2?c[0]?Cl(c[0].x):Sl(t):(t=c.length,function(e){for(var n=0,r;n<t;++n)s[(r=c[n]).i]=r.x(e);return s.join(``)})}function Tl(e,t){var n=typeof t,r;return t==null||n===`boolean`?sl(t):(n===`number`?vl:n===`string`?(r=uc(t))?(t=r,pl):wl:t instanceof uc?pl:t instanceof Date?_l:hl(t)?ml:Array.isArray(t)?gl:typeof t.valueOf!=`function`&&typeof t.toString!=`function`||isNaN(t)?yl:vl)(e,t)}function El(e,t){return e=+e,t=+t,function(n){return Math.round(e*(1-n)+t*n)}}var Dl=1e-12;function Ol(e){return((e=Math.exp(e))+1/e)/2}function kl(e){return((e=Math.exp(e))-1/e)/2}function Al(e){return((e=Math.exp(2*e))-1)/(e+1)}(function e(t,n,r){function i(e,i){var a=e[0],o=e[1],s=e[2],c=i[0],l=i[1],u=i[2],d=c-a,f=l-o,p=d*d+f*f,m,h;if(p<Dl)h=Math.log(u/s)/t,m=function(e){return[a+e*d,o+e*f,s*Math.exp(t*e*h)]};else{var g=Math.sqrt(p),_=(u*u-s*s+r*p)/(2*s*n*g),v=(u*u-s*s-r*p)/(2*u*n*g),y=Math.log(Math.sqrt(_*_+1)-_);h=(Math.log(Math.sqrt(v*v+1)-v)-y)/t,m=function(e){var r=e*h,i=Ol(y),c=s/(n*g)*(i*Al(t*r+y)-kl(y));return[a+c*d,o+c*f,s*i/Ol(t*r+y)]}}return m.duration=Math.abs(h)*1e3*t/Math.SQRT2,m}return i.rho=function(t){var n=Math.max(.001,+t),r=n*n;return e(n,r,r*r)},i})(Math.SQRT2,2,4);function jl(e){return(function t(n){n=+n;function r(t,r){var i=e((t=al(t)).h,(r=al(r)).h),a=fl(t.s,r.s),o=fl(t.l,r.l),s=fl(t.opacity,r.opacity);return function(e){return t.h=i(e),t.s=a(e),t.l=o(e**+n),t.opacity=s(e),t+``}}return r.gamma=t,r})(1)}jl(ul),jl(fl);function Ml(e){return Math.abs(e=Math.round(e))>=1e21?e.toLocaleString(`en`).replace(/,/g,``):e.toString(10)}function Nl(e,t){if(!isFinite(e)||e===0)return null;var n=(e=t?e.toExponential(t-1):e.toExponential()).indexOf(`e`),r=e.slice(0,n);return[r.length>1?r[0]+r.slice(2):r,+e.slice(n+1)]}function Pl(e){return e=Nl(Math.abs(e)),e?e[1]:NaN}function Fl(e,t){return function(n,r){for(var i=n.length,a=[],o=0,s=e[0],c=0;i>0&&s>0&&(c+s+1>r&&(s=Math.max(1,r-c)),a.push(n.substring(i-=s,i+s)),!((c+=s+1)>r));)s=e[o=(o+1)%e.length];return a.reverse().join(t)}}function Il(e){return function(t){return t.replace(/[0-9]/g,function(t){return e[+t]})}}var Ll=/^(?:(.)?([<>=^]))?([+\-( ])?([$#])?(0)?(\d+)?(,)?(\.\d+)?(~)?([a-z%])?$/i;function Rl(e){if(!(t=Ll.exec(e)))throw Error(`invalid format: `+e);var t;return new zl({fill:t[1],align:t[2],sign:t[3],symbol:t[4],zero:t[5],width:t[6],comma:t[7],precision:t[8]&&t[8].slice(1),trim:t[9],type:t[10]})}Rl.prototype=zl.prototype;function zl(e){this.fill=e.fill===void 0?` `:e.fill+``,this.align=e.align===void 0?`>`:e.align+``,this.sign=e.sign===void 0?`-`:e.sign+``,this.symbol=e.symbol===void 0?``:e.symbol+``,this.zero=!!e.zero,this.width=e.width===void 0?void 0:+e.width,this.comma=!!e.comma,this.precision=e.precision===void 0?void 0:+e.precision,this.trim=!!e.trim,this.type=e.type===void 0?``:e.type+``}zl.prototype.toString=function(){return this.fill+this.align+this.sign+this.symbol+(this.zero?`0`:``)+(this.width===void 0?``:Math.max(1,this.width|0))+(this.comma?`,`:``)+(this.precision===void 0?``:`.`+Math.max(0,this.precision|0))+(this.trim?`~`:``)+this.type};function Bl(e){out:for(var t=e.length,n=1,r=-1,i;n<t;++n)switch(e[n]){case`.`:r=i=n;break;case`0`:r===0&&(r=n),i=n;break;default:if(!+e[n])break out;r>0&&(r=0)}return r>0?e.slice(0,r)+e.slice(i+1):e}var Vl;function Hl(e,t){var n=Nl(e,t);if(!n)return Vl=void 0,e.toPrecision(t);var r=n[0],i=n[1],a=i-(Vl=Math.max(-8,Math.min(8,Math.floor(i/3)))*3)+1,o=r.length;return a===o?r:a>o?r+Array(a-o+1).join(`0`):a>0?r.slice(0,a)+`.`+r.slice(a):`0.`+Array(1-a).join(`0`)+Nl(e,Math.max(0,t+a-1))[0]}function Ul(e,t){var n=Nl(e,t);if(!n)return e+``;var r=n[0],i=n[1];return i<0?`0.`+Array(-i).join(`0`)+r:r.length>i+1?r.slice(0,i+1)+`.`+r.slice(i+1):r+Array(i-r.length+2).join(`0`)}var Wl={"%":(e,t)=>(e*100).toFixed(t),b:e=>Math.round(e).toString(2),c:e=>e+``,d:Ml,e:(e,t)=>e.toExponential(t),f:(e,t)=>e.toFixed(t),g:(e,t)=>e.toPrecision(t),o:e=>Math.round(e).toString(8),p:(e,t)=>Ul(e*100,t),r:Ul,s:Hl,X:e=>Math.round(e).toString(16).toUpperCase(),x:e=>Math.round(e).toString(16)};function Gl(e){return e}var Kl=Array.prototype.map,ql=[`y`,`z`,`a`,`f`,`p`,`n`,`µ`,`m`,``,`k`,`M`,`G`,`T`,`P`,`E`,`Z`,`Y`];function Jl(e){var t=e.grouping===void 0||e.thousands===void 0?Gl:Fl(Kl.call(e.grouping,Number),e.thousands+``),n=e.currency===void 0?``:e.currency[0]+``,r=e.currency===void 0?``:e.currency[1]+``,i=e.decimal===void 0?`.`:e.decimal+``,a=e.numerals===void 0?Gl:Il(Kl.call(e.numerals,String)),o=e.percent===void 0?`%`:e.percent+``,s=e.minus===void 0?`−`:e.minus+``,c=e.nan===void 0?`NaN`:e.nan+``;function l(e,l){e=Rl(e);var u=e.fill,d=e.align,f=e.sign,p=e.symbol,m=e.zero,h=e.width,g=e.comma,_=e.precision,v=e.trim,y=e.type;y===`n`?(g=!0,y=`g`):Wl[y]||(_===void 0&&(_=12),v=!0,y=`g`),(m||u===`0`&&d===`=`)&&(m=!0,u=`0`,d=`=`);var b=(l&&l.prefix!==void 0?l.prefix:``)+(p===`$`?n:p===`#`&&/[boxX]/.test(y)?`0`+y.toLowerCase():``),x=(p===`$`?r:/[%p]/.test(y)?o:``)+(l&&l.suffix!==void 0?l.suffix:``),S=Wl[y],C=/[defgprs%]/.test(y);_=_===void 0?6:/[gprs]/.test(y)?Math.max(1,Math.min(21,_)):Math.max(0,Math.min(20,_));function w(e){var n=b,r=x,o,l,p;if(y===`c`)r=S(e)+r,e=``;else{e=+e;var w=e<0||1/e<0;if(e=isNaN(e)?c:S(Math.abs(e),_),v&&(e=Bl(e)),w&&+e==0&&f!==`+`&&(w=!1),n=(w?f===`(`?f:s:f===`-`||f===`(`?``:f)+n,r=(y===`s`&&!isNaN(e)&&Vl!==void 0?ql[8+Vl/3]:``)+r+(w&&f===`(`?`)`:``),C){for(o=-1,l=e.length;++o<l;)if(p=e.charCodeAt(o),48>p||p>57){r=(p===46?i+e.slice(o+1):e.slice(o))+r,e=e.slice(0,o);break}}}g&&!m&&(e=t(e,1/0));var T=n.length+e.length+r.length,ee=T<h?Array(h-T+1).join(u):``;switch(g&&m&&(e=t(ee+e,ee.length?h-r.length:1/0),ee=``),d){case`<`:e=n+e+r+ee;break;case`=`:e=n+ee+e+r;break;case`^`:e=ee.slice(0,T=ee.length>>1)+n+e+r+ee.slice(T);break;default:e=ee+n+e+r}return a(e)}return w.toString=function(){return e+``},w}function u(e,t){var n=Math.max(-8,Math.min(8,Math.floor(Pl(t)/3)))*3,r=10**-n,i=l((e=Rl(e),e.type=`f`,e),{suffix:ql[8+n/3]});return function(e){return i(r*e)}}return{format:l,formatPrefix:u}}var Yl,Xl,Zl;Ql({thousands:`,`,grouping:[3],currency:[`$`,``]});function Ql(e){return Yl=Jl(e),Xl=Yl.format,Zl=Yl.formatPrefix,Yl}function $l(e){return Math.max(0,-Pl(Math.abs(e)))}function eu(e,t){return Math.max(0,Math.max(-8,Math.min(8,Math.floor(Pl(t)/3)))*3-Pl(Math.abs(e)))}function tu(e,t){return e=Math.abs(e),t=Math.abs(t)-e,Math.max(0,Pl(t)-Pl(e))+1}var nu=new Date,ru=new Date;function iu(e,t,n,r){function i(t){return e(t=arguments.length===0?new Date:new Date(+t)),t}return i.floor=t=>(e(t=new Date(+t)),t),i.ceil=n=>(e(n=new Date(n-1)),t(n,1),e(n),n),i.round=e=>{let t=i(e),n=i.ceil(e);return e-t<n-e?t:n},i.offset=(e,n)=>(t(e=new Date(+e),n==null?1:Math.floor(n)),e),i.range=(n,r,a)=>{let o=[];if(n=i.ceil(n),a=a==null?1:Math.floor(a),!(n<r)||!(a>0))return o;let s;do o.push(s=new Date(+n)),t(n,a),e(n);while(s<n&&n<r);return o},i.filter=n=>iu(t=>{if(t>=t)for(;e(t),!n(t);)t.setTime(t-1)},(e,r)=>{if(e>=e){if(r<0)for(;++r<=0;)for(;t(e,-1),!n(e););else for(;--r>=0;)for(;t(e,1),!n(e););}}),n&&(i.count=(t,r)=>(nu.setTime(+t),ru.setTime(+r),e(nu),e(ru),Math.floor(n(nu,ru))),i.every=e=>(e=Math.floor(e),!isFinite(e)||!(e>0)?null:e>1?i.filter(r?t=>r(t)%e===0:t=>i.count(0,t)%e===0):i)),i}var au=iu(()=>{},(e,t)=>{e.setTime(+e+t)},(e,t)=>t-e);au.every=e=>(e=Math.floor(e),!isFinite(e)||!(e>0)?null:e>1?iu(t=>{t.setTime(Math.floor(t/e)*e)},(t,n)=>{t.setTime(+t+n*e)},(t,n)=>(n-t)/e):au),au.range;var ou=1e3,su=ou*60,cu=su*60,lu=cu*24,uu=lu*7,du=lu*30,fu=lu*365,pu=iu(e=>{e.setTime(e-e.getMilliseconds())},(e,t)=>{e.setTime(+e+t*ou)},(e,t)=>(t-e)/ou,e=>e.getUTCSeconds());pu.range;var mu=iu(e=>{e.setTime(e-e.getMilliseconds()-e.getSeconds()*ou)},(e,t)=>{e.setTime(+e+t*su)},(e,t)=>(t-e)/su,e=>e.getMinutes());mu.range;var hu=iu(e=>{e.setUTCSeconds(0,0)},(e,t)=>{e.setTime(+e+t*su)},(e,t)=>(t-e)/su,e=>e.getUTCMinutes());hu.range;var gu=iu(e=>{e.setTime(e-e.getMilliseconds()-e.getSeconds()*ou-e.getMinutes()*su)},(e,t)=>{e.setTime(+e+t*cu)},(e,t)=>(t-e)/cu,e=>e.getHours());gu.range;var _u=iu(e=>{e.setUTCMinutes(0,0,0)},(e,t)=>{e.setTime(+e+t*cu)},(e,t)=>(t-e)/cu,e=>e.getUTCHours());_u.range;var vu=iu(e=>e.setHours(0,0,0,0),(e,t)=>e.setDate(e.getDate()+t),(e,t)=>(t-e-(t.getTimezoneOffset()-e.getTimezoneOffset())*su)/lu,e=>e.getDate()-1);vu.range;var yu=iu(e=>{e.setUTCHours(0,0,0,0)},(e,t)=>{e.setUTCDate(e.getUTCDate()+t)},(e,t)=>(t-e)/lu,e=>e.getUTCDate()-1);yu.range;var bu=iu(e=>{e.setUTCHours(0,0,0,0)},(e,t)=>{e.setUTCDate(e.getUTCDate()+t)},(e,t)=>(t-e)/lu,e=>Math.floor(e/lu));bu.range;function xu(e){return iu(t=>{t.setDate(t.getDate()-(t.getDay()+7-e)%7),t.setHours(0,0,0,0)},(e,t)=>{e.setDate(e.getDate()+t*7)},(e,t)=>(t-e-(t.getTimezoneOffset()-e.getTimezoneOffset())*su)/uu)}var Su=xu(0),Cu=xu(1),wu=xu(2),Tu=xu(3),Eu=xu(4),Du=xu(5),Ou=xu(6);Su.range,Cu.range,wu.range,Tu.range,Eu.range,Du.range,Ou.range;function ku(e){return iu(t=>{t.setUTCDate(t.getUTCDate()-(t.getUTCDay()+7-e)%7),t.setUTCHours(0,0,0,0)},(e,t)=>{e.setUTCDate(e.getUTCDate()+t*7)},(e,t)=>(t-e)/uu)}var Au=ku(0),ju=ku(1),Mu=ku(2),Nu=ku(3),Pu=ku(4),Fu=ku(5),Iu=ku(6);Au.range,ju.range,Mu.range,Nu.range,Pu.range,Fu.range,Iu.range;var Lu=iu(e=>{e.setDate(1),e.setHours(0,0,0,0)},(e,t)=>{e.setMonth(e.getMonth()+t)},(e,t)=>t.getMonth()-e.getMonth()+(t.getFullYear()-e.getFullYear())*12,e=>e.getMonth());Lu.range;var Ru=iu(e=>{e.setUTCDate(1),e.setUTCHours(0,0,0,0)},(e,t)=>{e.setUTCMonth(e.getUTCMonth()+t)},(e,t)=>t.getUTCMonth()-e.getUTCMonth()+(t.getUTCFullYear()-e.getUTCFullYear())*12,e=>e.getUTCMonth());Ru.range;var zu=iu(e=>{e.setMonth(0,1),e.setHours(0,0,0,0)},(e,t)=>{e.setFullYear(e.getFullYear()+t)},(e,t)=>t.getFullYear()-e.getFullYear(),e=>e.getFullYear());zu.every=e=>!isFinite(e=Math.floor(e))||!(e>0)?null:iu(t=>{t.setFullYear(Math.floor(t.getFullYear()/e)*e),t.setMonth(0,1),t.setHours(0,0,0,0)},(t,n)=>{t.setFullYear(t.getFullYear()+n*e)}),zu.range;var Bu=iu(e=>{e.setUTCMonth(0,1),e.setUTCHours(0,0,0,0)},(e,t)=>{e.setUTCFullYear(e.getUTCFullYear()+t)},(e,t)=>t.getUTCFullYear()-e.getUTCFullYear(),e=>e.getUTCFullYear());Bu.every=e=>!isFinite(e=Math.floor(e))||!(e>0)?null:iu(t=>{t.setUTCFullYear(Math.floor(t.getUTCFullYear()/e)*e),t.setUTCMonth(0,1),t.setUTCHours(0,0,0,0)},(t,n)=>{t.setUTCFullYear(t.getUTCFullYear()+n*e)}),Bu.range;function Vu(e,t,n,r,i,a){let o=[[pu,1,ou],[pu,5,5*ou],[pu,15,15*ou],[pu,30,30*ou],[a,1,su],[a,5,5*su],[a,15,15*su],[a,30,30*su],[i,1,cu],[i,3,3*cu],[i,6,6*cu],[i,12,12*cu],[r,1,lu],[r,2,2*lu],[n,1,uu],[t,1,du],[t,3,3*du],[e,1,fu]];function s(e,t,n){let r=t<e;r&&([e,t]=[t,e]);let i=n&&typeof n.range==`function`?n:c(e,t,n),a=i?i.range(e,+t+1):[];return r?a.reverse():a}function c(t,n,r){let i=Math.abs(n-t)/r,a=Ms(([,,e])=>e).right(o,i);if(a===o.length)return e.every(Us(t/fu,n/fu,r));if(a===0)return au.every(Math.max(Us(t,n,r),1));let[s,c]=o[i/o[a-1][2]<o[a][2]/i?a-1:a];return s.every(c)}return[s,c]}var[Hu,Uu]=Vu(Bu,Ru,Au,bu,_u,hu),[Wu,Gu]=Vu(zu,Lu,Su,vu,gu,mu);function Ku(e){if(0<=e.y&&e.y<100){var t=new Date(-1,e.m,e.d,e.H,e.M,e.S,e.L);return t.setFullYear(e.y),t}return new Date(e.y,e.m,e.d,e.H,e.M,e.S,e.L)}function qu(e){if(0<=e.y&&e.y<100){var t=new Date(Date.UTC(-1,e.m,e.d,e.H,e.M,e.S,e.L));return t.setUTCFullYear(e.y),t}return new Date(Date.UTC(e.y,e.m,e.d,e.H,e.M,e.S,e.L))}function Ju(e,t,n){return{y:e,m:t,d:n,H:0,M:0,S:0,L:0}}function Yu(e){var t=e.dateTime,n=e.date,r=e.time,i=e.periods,a=e.days,o=e.shortDays,s=e.months,c=e.shortMonths,l=nd(i),u=rd(i),d=nd(a),f=rd(a),p=nd(o),m=rd(o),h=nd(s),g=rd(s),_=nd(c),v=rd(c),y={a:se,A:ce,b:le,B:ue,c:null,d:wd,e:wd,f:kd,g:Bd,G:Hd,H:Td,I:Ed,j:Dd,L:Od,m:Ad,M:jd,p:de,q:fe,Q:ff,s:pf,S:Md,u:Nd,U:Pd,V:Id,w:Ld,W:Rd,x:null,X:null,y:zd,Y:Vd,Z:Ud,"%":df},b={a:pe,A:me,b:he,B:ge,c:null,d:Wd,e:Wd,f:Yd,g:sf,G:lf,H:Gd,I:Kd,j:qd,L:Jd,m:Xd,M:Zd,p:_e,q:ve,Q:ff,s:pf,S:Qd,u:$d,U:ef,V:nf,w:rf,W:af,x:null,X:null,y:of,Y:cf,Z:uf,"%":df},x={a:ee,A:te,b:ne,B:re,c:ie,d:md,e:md,f:bd,g:ud,G:ld,H:gd,I:gd,j:hd,L:yd,m:pd,M:_d,p:T,q:fd,Q:Sd,s:Cd,S:vd,u:ad,U:od,V:sd,w:id,W:cd,x:ae,X:oe,y:ud,Y:ld,Z:dd,"%":xd};y.x=S(n,y),y.X=S(r,y),y.c=S(t,y),b.x=S(n,b),b.X=S(r,b),b.c=S(t,b);function S(e,t){return function(n){var r=[],i=-1,a=0,o=e.length,s,c,l;for(n instanceof Date||(n=new Date(+n));++i<o;)e.charCodeAt(i)===37&&(r.push(e.slice(a,i)),(c=Xu[s=e.charAt(++i)])==null?c=s===`e`?` `:`0`:s=e.charAt(++i),(l=t[s])&&(s=l(n,c)),r.push(s),a=i+1);return r.push(e.slice(a,i)),r.join(``)}}function C(e,t){return function(n){var r=Ju(1900,void 0,1),i=w(r,e,n+=``,0),a,o;if(i!=n.length)return null;if(`Q`in r)return new Date(r.Q);if(`s`in r)return new Date(r.s*1e3+(`L`in r?r.L:0));if(t&&!(`Z`in r)&&(r.Z=0),`p`in r&&(r.H=r.H%12+r.p*12),r.m===void 0&&(r.m=`q`in r?r.q:0),`V`in r){if(r.V<1||r.V>53)return null;`w`in r||(r.w=1),`Z`in r?(a=qu(Ju(r.y,0,1)),o=a.getUTCDay(),a=o>4||o===0?ju.ceil(a):ju(a),a=yu.offset(a,(r.V-1)*7),r.y=a.getUTCFullYear(),r.m=a.getUTCMonth(),r.d=a.getUTCDate()+(r.w+6)%7):(a=Ku(Ju(r.y,0,1)),o=a.getDay(),a=o>4||o===0?Cu.ceil(a):Cu(a),a=vu.offset(a,(r.V-1)*7),r.y=a.getFullYear(),r.m=a.getMonth(),r.d=a.getDate()+(r.w+6)%7)}else(`W`in r||`U`in r)&&(`w`in r||(r.w=`u`in r?r.u%7:+(`W`in r)),o=`Z`in r?qu(Ju(r.y,0,1)).getUTCDay():Ku(Ju(r.y,0,1)).getDay(),r.m=0,r.d=`W`in r?(r.w+6)%7+r.W*7-(o+5)%7:r.w+r.U*7-(o+6)%7);return`Z`in r?(r.H+=r.Z/100|0,r.M+=r.Z%100,qu(r)):Ku(r)}}function w(e,t,n,r){for(var i=0,a=t.length,o=n.length,s,c;i<a;){if(r>=o)return-1;if(s=t.charCodeAt(i++),s===37){if(s=t.charAt(i++),c=x[s in Xu?t.charAt(i++):s],!c||(r=c(e,n,r))<0)return-1}else if(s!=n.charCodeAt(r++))return-1}return r}function T(e,t,n){var r=l.exec(t.slice(n));return r?(e.p=u.get(r[0].toLowerCase()),n+r[0].length):-1}function ee(e,t,n){var r=p.exec(t.slice(n));return r?(e.w=m.get(r[0].toLowerCase()),n+r[0].length):-1}function te(e,t,n){var r=d.exec(t.slice(n));return r?(e.w=f.get(r[0].toLowerCase()),n+r[0].length):-1}function ne(e,t,n){var r=_.exec(t.slice(n));return r?(e.m=v.get(r[0].toLowerCase()),n+r[0].length):-1}function re(e,t,n){var r=h.exec(t.slice(n));return r?(e.m=g.get(r[0].toLowerCase()),n+r[0].length):-1}function ie(e,n,r){return w(e,t,n,r)}function ae(e,t,r){return w(e,n,t,r)}function oe(e,t,n){return w(e,r,t,n)}function se(e){return o[e.getDay()]}function ce(e){return a[e.getDay()]}function le(e){return c[e.getMonth()]}function ue(e){return s[e.getMonth()]}function de(e){return i[+(e.getHours()>=12)]}function fe(e){return 1+~~(e.getMonth()/3)}function pe(e){return o[e.getUTCDay()]}function me(e){return a[e.getUTCDay()]}function he(e){return c[e.getUTCMonth()]}function ge(e){return s[e.getUTCMonth()]}function _e(e){return i[+(e.getUTCHours()>=12)]}function ve(e){return 1+~~(e.getUTCMonth()/3)}return{format:function(e){var t=S(e+=``,y);return t.toString=function(){return e},t},parse:function(e){var t=C(e+=``,!1);return t.toString=function(){return e},t},utcFormat:function(e){var t=S(e+=``,b);return t.toString=function(){return e},t},utcParse:function(e){var t=C(e+=``,!0);return t.toString=function(){return e},t}}}var Xu={"-":``,_:` `,0:`0`},Zu=/^\s*\d+/,Qu=/^%/,$u=/[\\^$*+?|[\]().{}]/g;function ed(e,t,n){var r=e<0?`-`:``,i=(r?-e:e)+``,a=i.length;return r+(a<n?Array(n-a+1).join(t)+i:i)}function td(e){return e.replace($u,`\\$&`)}function nd(e){return RegExp(`^(?:`+e.map(td).join(`|`)+`)`,`i`)}function rd(e){return new Map(e.map((e,t)=>[e.toLowerCase(),t]))}function id(e,t,n){var r=Zu.exec(t.slice(n,n+1));return r?(e.w=+r[0],n+r[0].length):-1}function ad(e,t,n){var r=Zu.exec(t.slice(n,n+1));return r?(e.u=+r[0],n+r[0].length):-1}function od(e,t,n){var r=Zu.exec(t.slice(n,n+2));return r?(e.U=+r[0],n+r[0].length):-1}function sd(e,t,n){var r=Zu.exec(t.slice(n,n+2));return r?(e.V=+r[0],n+r[0].length):-1}function cd(e,t,n){var r=Zu.exec(t.slice(n,n+2));return r?(e.W=+r[0],n+r[0].length):-1}function ld(e,t,n){var r=Zu.exec(t.slice(n,n+4));return r?(e.y=+r[0],n+r[0].length):-1}function ud(e,t,n){var r=Zu.exec(t.slice(n,n+2));return r?(e.y=+r[0]+(+r[0]>68?1900:2e3),n+r[0].length):-1}function dd(e,t,n){var r=/^(Z)|([+-]\d\d)(?::?(\d\d))?/.exec(t.slice(n,n+6));return r?(e.Z=r[1]?0:-(r[2]+(r[3]||`00`)),n+r[0].length):-1}function fd(e,t,n){var r=Zu.exec(t.slice(n,n+1));return r?(e.q=r[0]*3-3,n+r[0].length):-1}function pd(e,t,n){var r=Zu.exec(t.slice(n,n+2));return r?(e.m=r[0]-1,n+r[0].length):-1}function md(e,t,n){var r=Zu.exec(t.slice(n,n+2));return r?(e.d=+r[0],n+r[0].length):-1}function hd(e,t,n){var r=Zu.exec(t.slice(n,n+3));return r?(e.m=0,e.d=+r[0],n+r[0].length):-1}function gd(e,t,n){var r=Zu.exec(t.slice(n,n+2));return r?(e.H=+r[0],n+r[0].length):-1}function _d(e,t,n){var r=Zu.exec(t.slice(n,n+2));return r?(e.M=+r[0],n+r[0].length):-1}function vd(e,t,n){var r=Zu.exec(t.slice(n,n+2));return r?(e.S=+r[0],n+r[0].length):-1}function yd(e,t,n){var r=Zu.exec(t.slice(n,n+3));return r?(e.L=+r[0],n+r[0].length):-1}function bd(e,t,n){var r=Zu.exec(t.slice(n,n+6));return r?(e.L=Math.floor(r[0]/1e3),n+r[0].length):-1}function xd(e,t,n){var r=Qu.exec(t.slice(n,n+1));return r?n+r[0].length:-1}function Sd(e,t,n){var r=Zu.exec(t.slice(n));return r?(e.Q=+r[0],n+r[0].length):-1}function Cd(e,t,n){var r=Zu.exec(t.slice(n));return r?(e.s=+r[0],n+r[0].length):-1}function wd(e,t){return ed(e.getDate(),t,2)}function Td(e,t){return ed(e.getHours(),t,2)}function Ed(e,t){return ed(e.getHours()%12||12,t,2)}function Dd(e,t){return ed(1+vu.count(zu(e),e),t,3)}function Od(e,t){return ed(e.getMilliseconds(),t,3)}function kd(e,t){return Od(e,t)+`000`}function Ad(e,t){return ed(e.getMonth()+1,t,2)}function jd(e,t){return ed(e.getMinutes(),t,2)}function Md(e,t){return ed(e.getSeconds(),t,2)}function Nd(e){var t=e.getDay();return t===0?7:t}function Pd(e,t){return ed(Su.count(zu(e)-1,e),t,2)}function Fd(e){var t=e.getDay();return t>=4||t===0?Eu(e):Eu.ceil(e)}function Id(e,t){return e=Fd(e),ed(Eu.count(zu(e),e)+(zu(e).getDay()===4),t,2)}function Ld(e){return e.getDay()}function Rd(e,t){return ed(Cu.count(zu(e)-1,e),t,2)}function zd(e,t){return ed(e.getFullYear()%100,t,2)}function Bd(e,t){return e=Fd(e),ed(e.getFullYear()%100,t,2)}function Vd(e,t){return ed(e.getFullYear()%1e4,t,4)}function Hd(e,t){var n=e.getDay();return e=n>=4||n===0?Eu(e):Eu.ceil(e),ed(e.getFullYear()%1e4,t,4)}function Ud(e){var t=e.getTimezoneOffset();return(t>0?`-`:(t*=-1,`+`))+ed(t/60|0,`0`,2)+ed(t%60,`0`,2)}function Wd(e,t){return ed(e.getUTCDate(),t,2)}function Gd(e,t){return ed(e.getUTCHours(),t,2)}function Kd(e,t){return ed(e.getUTCHours()%12||12,t,2)}function qd(e,t){return ed(1+yu.count(Bu(e),e),t,3)}function Jd(e,t){return ed(e.getUTCMilliseconds(),t,3)}function Yd(e,t){return Jd(e,t)+`000`}function Xd(e,t){return ed(e.getUTCMonth()+1,t,2)}function Zd(e,t){return ed(e.getUTCMinutes(),t,2)}function Qd(e,t){return ed(e.getUTCSeconds(),t,2)}function $d(e){var t=e.getUTCDay();return t===0?7:t}function ef(e,t){return ed(Au.count(Bu(e)-1,e),t,2)}function tf(e){var t=e.getUTCDay();return t>=4||t===0?Pu(e):Pu.ceil(e)}function nf(e,t){return e=tf(e),ed(Pu.count(Bu(e),e)+(Bu(e).getUTCDay()===4),t,2)}function rf(e){return e.getUTCDay()}function af(e,t){return ed(ju.count(Bu(e)-1,e),t,2)}function of(e,t){return ed(e.getUTCFullYear()%100,t,2)}function sf(e,t){return e=tf(e),ed(e.getUTCFullYear()%100,t,2)}function cf(e,t){return ed(e.getUTCFullYear()%1e4,t,4)}function lf(e,t){var n=e.getUTCDay();return e=n>=4||n===0?Pu(e):Pu.ceil(e),ed(e.getUTCFullYear()%1e4,t,4)}function uf(){return`+0000`}function df(){return`%`}function ff(e){return+e}function pf(e){return Math.floor(e/1e3)}var mf,hf,gf;_f({dateTime:`%x, %X`,date:`%-m/%-d/%Y`,time:`%-I:%M:%S %p`,periods:[`AM`,`PM`],days:[`Sunday`,`Monday`,`Tuesday`,`Wednesday`,`Thursday`,`Friday`,`Saturday`],shortDays:[`Sun`,`Mon`,`Tue`,`Wed`,`Thu`,`Fri`,`Sat`],months:[`January`,`February`,`March`,`April`,`May`,`June`,`July`,`August`,`September`,`October`,`November`,`December`],shortMonths:[`Jan`,`Feb`,`Mar`,`Apr`,`May`,`Jun`,`Jul`,`Aug`,`Sep`,`Oct`,`Nov`,`Dec`]});function _f(e){return mf=Yu(e),mf.format,mf.parse,hf=mf.utcFormat,gf=mf.utcParse,mf}var vf=`%Y-%m-%dT%H:%M:%S.%LZ`;Date.prototype.toISOString||hf(vf),+new Date(`2000-01-01T00:00:00.000Z`)||gf(vf);function yf(e,t){switch(arguments.length){case 0:break;case 1:this.range(e);break;default:this.range(t).domain(e)}return this}function bf(e){return function(){return e}}function xf(e){return+e}var Sf=[0,1];function Cf(e){return e}function wf(e,t){return(t-=e=+e)?function(n){return(n-e)/t}:bf(isNaN(t)?NaN:.5)}function Tf(e,t){var n;return e>t&&(n=e,e=t,t=n),function(n){return Math.max(e,Math.min(t,n))}}function Ef(e,t,n){var r=e[0],i=e[1],a=t[0],o=t[1];return i<r?(r=wf(i,r),a=n(o,a)):(r=wf(r,i),a=n(a,o)),function(e){return a(r(e))}}function Df(e,t,n){var r=Math.min(e.length,t.length)-1,i=Array(r),a=Array(r),o=-1;for(e[r]<e[0]&&(e=e.slice().reverse(),t=t.slice().reverse());++o<r;)i[o]=wf(e[o],e[o+1]),a[o]=n(t[o],t[o+1]);return function(t){var n=Is(e,t,1,r)-1;return a[n](i[n](t))}}function Of(e,t){return t.domain(e.domain()).range(e.range()).interpolate(e.interpolate()).clamp(e.clamp()).unknown(e.unknown())}function kf(){var e=Sf,t=Sf,n=Tl,r,i,a,o=Cf,s,c,l;function u(){var n=Math.min(e.length,t.length);return o!==Cf&&(o=Tf(e[0],e[n-1])),s=n>2?Df:Ef,c=l=null,d}function d(i){return i==null||isNaN(i=+i)?a:(c||=s(e.map(r),t,n))(r(o(i)))}return d.invert=function(n){return o(i((l||=s(t,e.map(r),vl))(n)))},d.domain=function(t){return arguments.length?(e=Array.from(t,xf),u()):e.slice()},d.range=function(e){return arguments.length?(t=Array.from(e),u()):t.slice()},d.rangeRound=function(e){return t=Array.from(e),n=El,u()},d.clamp=function(e){return arguments.length?(o=e?!0:Cf,u()):o!==Cf},d.interpolate=function(e){return arguments.length?(n=e,u()):n},d.unknown=function(e){return arguments.length?(a=e,d):a},function(e,t){return r=e,i=t,u()}}function Af(){return kf()(Cf,Cf)}function jf(e,t,n,r){var i=Us(e,t,n),a;switch(r=Rl(r??`,f`),r.type){case`s`:var o=Math.max(Math.abs(e),Math.abs(t));return r.precision==null&&!isNaN(a=eu(i,o))&&(r.precision=a),Zl(r,o);case``:case`e`:case`g`:case`p`:case`r`:r.precision==null&&!isNaN(a=tu(i,Math.max(Math.abs(e),Math.abs(t))))&&(r.precision=a-(r.type===`e`));break;case`f`:case`%`:r.precision==null&&!isNaN(a=$l(i))&&(r.precision=a-(r.type===`%`)*2)}return Xl(r)}function Mf(e){var t=e.domain;return e.ticks=function(e){var n=t();return Vs(n[0],n[n.length-1],e??10)},e.tickFormat=function(e,n){var r=t();return jf(r[0],r[r.length-1],e??10,n)},e.nice=function(n){n??=10;var r=t(),i=0,a=r.length-1,o=r[i],s=r[a],c,l,u=10;for(s<o&&(l=o,o=s,s=l,l=i,i=a,a=l);u-->0;){if(l=Hs(o,s,n),l===c)return r[i]=o,r[a]=s,t(r);if(l>0)o=Math.floor(o/l)*l,s=Math.ceil(s/l)*l;else if(l<0)o=Math.ceil(o*l)/l,s=Math.floor(s*l)/l;else break;c=l}return e},e}function Nf(){var e=Af();return e.copy=function(){return Of(e,Nf())},yf.apply(e,arguments),Mf(e)}function Pf(e,t){e=e.slice();var n=0,r=e.length-1,i=e[n],a=e[r],o;return a<i&&(o=n,n=r,r=o,o=i,i=a,a=o),e[n]=t.floor(i),e[r]=t.ceil(a),e}function Ff(e){return function(t){return t<0?-((-t)**+e):t**+e}}function If(e){return e<0?-Math.sqrt(-e):Math.sqrt(e)}function Lf(e){return e<0?-e*e:e*e}function Rf(e){var t=e(Cf,Cf),n=1;function r(){return n===1?e(Cf,Cf):n===.5?e(If,Lf):e(Ff(n),Ff(1/n))}return t.exponent=function(e){return arguments.length?(n=+e,r()):n},Mf(t)}function zf(){var e=Rf(kf());return e.copy=function(){return Of(e,zf()).exponent(e.exponent())},yf.apply(e,arguments),e}function Bf(){return zf.apply(null,arguments).exponent(.5)}function Vf(e){return new Date(e)}function Hf(e){return e instanceof Date?+e:Math.round(e)}function Uf(e,t,n,r,i,a,o,s,c,l){var u=Af(),d=u.invert,f=u.domain,p=l(`.%L`),m=l(`:%S`),h=l(`%I:%M`),g=l(`%I %p`),_=l(`%a %d`),v=l(`%b %d`),y=l(`%B`),b=l(`%Y`);function x(e){return(c(e)<e?p:s(e)<e?m:o(e)<e?h:a(e)<e?g:r(e)<e?i(e)<e?_:v:n(e)<e?y:b)(e)}return u.invert=function(e){return new Date(Math.round(d(e)))},u.domain=function(e){return arguments.length?f(Array.from(e,Hf)):f().map(Vf)},u.ticks=function(t){var n=f();return e(n[0],n[n.length-1],t??10)},u.tickFormat=function(e,t){return t==null?x:l(t)},u.nice=function(e){var n=f();return e&&typeof e.range==`function`||(e=t(n[0],n[n.length-1],e??10)),e?f(Pf(n,e)):u},u.copy=function(){return Of(u,Uf(e,t,n,r,i,a,o,s,c,l))},u}function Wf(){return yf.apply(Uf(Hu,Uu,Bu,Ru,Au,yu,_u,hu,pu,hf).domain([Date.UTC(2e3,0,1),Date.UTC(2e3,0,2)]),arguments)}var[Gf,Kf]=[50,75];function qf(e){return e==null?`unknown`:e<Gf?`red`:e<Kf?`amber`:`green`}var Jf=V(`<line class="rule svelte-22vix2"></line><text text-anchor="end"> </text>`,1),Yf=V(`<rect class="missing svelte-22vix2"></rect>`),Xf=V(`<rect></rect>`),Zf=V(`<line class="median svelte-22vix2"></line>`),Qf=V(`<line></line>`),$f=V(`<g role="button" tabindex="0"><rect class="ground svelte-22vix2"></rect><!><!><!></g>`),ep=V(`<text class="strong" text-anchor="middle"> </text>`),tp=V(`<text class="star svelte-22vix2" text-anchor="middle">★</text>`),np=V(`<text text-anchor="end"> </text>`),rp=V(`<text text-anchor="middle"> </text><text class="weight svelte-22vix2" text-anchor="middle"> </text>`,1),ip=V(`<!><!><!>`,1),ap=B(`<div><svg role="group" aria-label="Stages of the journey" class="svelte-22vix2"><defs><pattern id="unmeasured" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch svelte-22vix2" x1="0" y1="0" x2="0" y2="6"></line></pattern></defs><!><!><g class="said svelte-22vix2" aria-hidden="true"></g></svg></div> <p class="small soft">Ticks: its KPIs · line across: median of the segment · hatched: not measured · dashed: stale · ★ a moment that matters. Choose a stage to see its receipt.</p>`,1);function op(e,t){Ge(t,!0);let n=j(720),r=k(()=>R(n)<560),i=k(()=>Math.max(...t.stages.map(e=>so(e.stage).length),0)),a=k(()=>({left:30,right:6,top:22,bottom:R(r)?14+R(i)*7:44})),o=k(()=>216+R(a).bottom),s=k(()=>Nf([0,100],[R(o)-R(a).bottom,R(a).top])),c=k(()=>t.stages.reduce((e,t)=>e+t.weight,0)||1),l=k(()=>{let e=R(n)-R(a).left-R(a).right-5*(t.stages.length-1),r=R(a).left;return t.stages.map(t=>{let n=t.weight/R(c)*e,i=t.kpis.flatMap(e=>e.segmentMedian?.median===null||e.segmentMedian?.median===void 0?[]:[e.segmentMedian.median]),a=i.length===t.kpis.length&&i.length>0?i.reduce((e,t)=>e+t,0)/i.length:null,o={stage:t,left:r,across:n,median:a,stale:t.kpis.some(e=>e.status===`STALE`)};return r+=n+5,o})}),u=(e,t)=>{let n=so(e);return t>n.length*6?n:`${n.slice(0,Math.max(3,Math.floor(t/7)))}.`},d=k(()=>Eo(`stages`,[{head:`Stage`,kind:`code`,of:e=>e.stage},{head:`Score`,kind:`number`,of:e=>e.score},{head:`Weight`,kind:`number`,of:e=>e.weight},{head:`Evidence`,kind:`share`,of:e=>e.evidence},{head:`Moment that matters`,of:e=>e.momentThatMatters?`yes`:`no`},{head:`Points lost`,kind:`number`,of:e=>e.score===null?null:e.kpis.reduce((e,t)=>e+(t.pointsLost??0),0)}],t.stages));$(e,{title:`Where it hurts`,question:`Each stage of the journey: height is the score, width its weight`,get asking(){return t.asking},get table(){return R(d)},children:(e,i)=>{var c=ap(),d=P(c),f=N(d),p=I(N(f));G(p,16,()=>[0,50,100],e=>e,(e,t)=>{var r=Jf(),i=P(r),o=I(i),c=F(o,!0);L((e,r,s)=>{q(i,`x1`,R(a).left),q(i,`x2`,R(n)-R(a).right),q(i,`y1`,e),q(i,`y2`,r),q(o,`x`,R(a).left-6),q(o,`y`,s),U(c,t)},[()=>R(s)(t),()=>R(s)(t),()=>R(s)(t)+4]),H(e,r)});var m=I(p);G(m,17,()=>R(l),({stage:e,left:t,across:n,median:r,stale:i})=>e.stage,(e,n)=>{let r=()=>R(n).stage,i=()=>R(n).left,c=()=>R(n).across,l=()=>R(n).median,u=()=>R(n).stale;var d=$f();let f;var p=N(d),m=I(p),h=e=>{var t=Yf();L(()=>{q(t,`x`,i()),q(t,`y`,R(a).top),q(t,`width`,c()),q(t,`height`,R(o)-R(a).bottom-R(a).top)}),H(e,t)},g=e=>{var t=Xf();let n;L((e,r,a)=>{n=K(t,0,`bar ${e??``}`,`svelte-22vix2`,n,{stale:u()}),q(t,`x`,i()),q(t,`y`,r),q(t,`width`,c()),q(t,`height`,a)},[()=>qf(r().score),()=>R(s)(r().score),()=>R(s)(0)-R(s)(r().score)]),H(e,t)};W(m,e=>{r().score===null?e(h):e(g,-1)});var _=I(m),v=e=>{var t=Zf();L((e,n)=>{q(t,`x1`,i()-2),q(t,`x2`,i()+c()+2),q(t,`y1`,e),q(t,`y2`,n)},[()=>R(s)(l()),()=>R(s)(l())]),H(e,t)};W(_,e=>{l()!==null&&e(v)}),G(I(_),19,()=>r().kpis,e=>e.code,(e,t,n)=>{var a=Nr(),o=P(a),l=e=>{var a=Qf();let o;L((e,s)=>{o=K(a,0,`tick svelte-22vix2`,null,o,{stale:R(t).status===`STALE`}),q(a,`x1`,i()+c()*(R(n)+.2)/r().kpis.length),q(a,`x2`,i()+c()*(R(n)+.8)/r().kpis.length),q(a,`y1`,e),q(a,`y2`,s)},[()=>R(s)(R(t).normalised),()=>R(s)(R(t).normalised)]),H(e,a)};W(o,e=>{R(t).normalised!==null&&e(l)}),H(e,a)}),O(d),L((e,n,s)=>{f=K(d,0,`stage svelte-22vix2`,null,f,{chosen:t.chosen===r().stage}),q(d,`aria-pressed`,t.chosen===r().stage),q(d,`aria-label`,`${e??``}: ${n??``}, evidence ${s??``}${r().momentThatMatters?`, a moment that matters`:``}`),q(p,`x`,i()),q(p,`y`,R(a).top),q(p,`width`,c()),q(p,`height`,R(o)-R(a).bottom-R(a).top)},[()=>so(r().stage),()=>r().score===null?`not measured`:Z(r().score),()=>no(r().evidence)]),z(`click`,d,()=>t.choose(r().stage)),z(`keydown`,d,e=>{(e.key===`Enter`||e.key===` `)&&(e.preventDefault(),t.choose(r().stage))}),H(e,d)});var h=I(m);G(h,21,()=>R(l),({stage:e,left:t,across:n})=>e.stage,(e,t)=>{let n=()=>R(t).stage,i=()=>R(t).left,c=()=>R(t).across;var l=ip(),d=P(l),f=e=>{var t=ep(),r=F(t,!0);L((e,n)=>{q(t,`x`,i()+c()/2),q(t,`y`,e),U(r,n)},[()=>Math.min(R(s)(n().score)-4,R(s)(0)-4),()=>Z(n().score,0)]),H(e,t)};W(d,e=>{n().score!==null&&e(f)});var p=I(d),m=e=>{var t=tp();q(t,`y`,14),L(()=>q(t,`x`,i()+c()/2)),H(e,t)};W(p,e=>{n().momentThatMatters&&e(m)});var h=I(p),g=e=>{var t=np(),r=F(t,!0);L(e=>{q(t,`transform`,`translate(${i()+c()/2+4} ${R(o)-R(a).bottom+8}) rotate(-90)`),U(r,e)},[()=>so(n().stage)]),H(e,t)},_=e=>{var t=rp(),r=P(t),s=F(r,!0),l=I(r),d=F(l);L((e,t)=>{q(r,`x`,i()+c()/2),q(r,`y`,R(o)-R(a).bottom+15),U(s,e),q(l,`x`,i()+c()/2),q(l,`y`,R(o)-R(a).bottom+29),U(d,`×${t??``}`)},[()=>u(n().stage,c()),()=>Z(n().weight)]),H(e,t)};W(h,e=>{R(r)?e(g):e(_,-1)}),H(e,l)}),O(h),O(f),O(d),Te(2),L(()=>q(f,`viewBox`,`0 0 ${R(n)??``} ${R(o)??``}`)),Ni(d,`clientWidth`,e=>M(n,e)),H(e,c)},$$slots:{default:!0}}),Ke()}Cr([`click`,`keydown`]);var sp=B(`<p class="warn small svelte-c3nwek" role="note"> </p>`),cp=B(`<div><span aria-hidden="true"> </span> <div class="small"><b class="wraps"> </b><p class="soft wraps"> </p><p class="soft wraps"> </p></div></div>`),lp=B(`<div class="person chair small soft svelte-c3nwek"><span class="face silent svelte-c3nwek" aria-hidden="true">?</span>nobody known</div>`),up=B(`<div class="column svelte-c3nwek"><h3 class="small svelte-c3nwek"> </h3> <!></div>`),dp=B(`<p class="small"> </p>`),fp=B(`<!> <div class="columns svelte-c3nwek"></div> <p class="small soft">Dashed ring: not spoken with in 90 days · ♛ champion · ▼ ring in red: unhappy · grey: never heard</p> <!>`,1);function pp(e,t){Ge(t,!0);let n=[`DECISION_MAKER`,`ECONOMIC_BUYER`,`INFLUENCER`,`TECHNICAL`,`USER`],r=[`DECISION_MAKER`,`ECONOMIC_BUYER`,`INFLUENCER`,`TECHNICAL`,`PROCUREMENT`,`USER`,`UNKNOWN`],i=k(()=>r.map(e=>({role:e,people:t.all.filter(t=>t.role===e)})).filter(e=>e.people.length>0||n.includes(e.role))),a=k(()=>new Map(t.all.map(e=>[e.contact.id,e.contact.name]))),o=e=>e.sentiment===null?null:e.sentiment<-.2?`unhappy`:e.sentiment>.2?`content`:`neutral`,s=e=>(e??`?`).split(/\s+/).map(e=>e.charAt(0)).slice(0,2).join(``).toUpperCase(),c=e=>[e.champion===`CHAMPION`?`champion`:e.champion===`SUPPORTER`?`supporter`:e.champion===`DETRACTOR`?`detractor`:null,e.championProposal&&e.champion!==e.championProposal.status?`${Q(e.championProposal.status)}? ${e.championProposal.because??``}`:null,o(e),e.lastNps===null?null:`NPS answer ${Z(e.lastNps,0)}`,e.left?`left`:e.coverage?null:e.lastTwoWayContact?`silent since ${io(e.lastTwoWayContact)}`:`never spoken with`,e.reportsTo?`reports to ${R(a).get(e.reportsTo)??`somebody else`}`:null].filter(Boolean).join(` · `),l=k(()=>Eo(`stakeholders`,[{head:`Name`,of:e=>e.contact.name},{head:`Title`,of:e=>e.contact.title},{head:`Role`,kind:`code`,of:e=>e.role},{head:`Influence`,kind:`number`,of:e=>e.influence},{head:`Champion`,kind:`code`,of:e=>e.champion},{head:`Sentiment`,kind:`delta`,of:e=>e.sentiment},{head:`NPS answer`,kind:`number`,of:e=>e.lastNps},{head:`Spoken with`,kind:`day`,of:e=>e.lastTwoWayContact},{head:`In touch`,of:e=>e.coverage?`yes`:`no`},{head:`Owner`,of:e=>e.owner?.name}],t.all));$(e,{title:`Who they are`,question:`Who decides, who is unhappy, whom do we not know?`,get asking(){return t.asking},get table(){return R(l)},children:(e,n)=>{var r=fp(),a=P(r),l=e=>{var n=sp(),r=F(n);L(e=>U(r,`▲ Blind spot: ${e??``}, ${t.people.blindSpot.heard??``} heard, ${t.people.blindSpot.touched??``} spoken with`),[()=>co(t.people.blindSpot.decisionMakers,`decision maker`)]),H(e,n)};W(a,e=>{t.people?.blindSpot.blind&&e(l)});var u=I(a,2);G(u,21,()=>R(i),({role:e,people:t})=>e,(e,t)=>{let n=()=>R(t).role,r=()=>R(t).people;var i=up(),a=N(i),l=F(a,!0);G(I(a,2),17,r,e=>e.contact.id,(e,t)=>{var n=cp();let r;var i=N(n);let a;var l=F(i,!0),u=I(i,2),d=N(u),f=F(d,!0),p=I(d),m=F(p,!0),h=F(I(p),!0);O(u),O(n),L((e,o,s)=>{r=K(n,1,`person svelte-c3nwek`,null,r,{left:R(t).left}),a=K(i,1,`face ${e??``}`,`svelte-c3nwek`,a,{silent:!R(t).coverage}),U(l,o),U(f,R(t).contact.name??`name not shown`),U(m,R(t).contact.title??``),U(h,s)},[()=>o(R(t))??`unheard`,()=>R(t).champion===`CHAMPION`?`♛`:s(R(t).contact.name),()=>c(R(t))]),H(e,n)},e=>{H(e,lp())}),O(i),L(e=>U(l,e),[()=>so(n())]),H(e,i)}),O(u);var d=I(u,4),f=e=>{var n=dp(),r=F(n);L(e=>U(r,`Seen in their threads, in none of our records: ${e??``}`),[()=>t.people.unseenPlayers.map(e=>e.contact?.name??`somebody`).join(`, `)]),H(e,n)};W(d,e=>{t.people&&t.people.unseenPlayers.length>0&&e(f)}),H(e,r)},$$slots:{default:!0}}),Ke()}var mp=Math.PI,hp=2*mp,gp=1e-6,_p=hp-gp;function vp(e){this._+=e[0];for(let t=1,n=e.length;t<n;++t)this._+=arguments[t]+e[t]}function yp(e){let t=Math.floor(e);if(!(t>=0))throw Error(`invalid digits: ${e}`);if(t>15)return vp;let n=10**t;return function(e){this._+=e[0];for(let t=1,r=e.length;t<r;++t)this._+=Math.round(arguments[t]*n)/n+e[t]}}function bp(e,t,n,r){return e===n&&t===r}function xp(e){let t=Math.floor(e);if(!(t<=15))return bp;let n=10**t,r=function(e){return Math.round(e*n)};return function(e,t,n,i){return r(e)===r(n)&&r(t)===r(i)}}var Sp=class{constructor(e){this._x0=this._y0=this._x1=this._y1=null,this._=``,this._append=e==null?vp:yp(e),this._equal=e==null?bp:xp(e)}moveTo(e,t){this._append`M${this._x0=this._x1=+e},${this._y0=this._y1=+t}`}closePath(){this._x1!==null&&(this._x1=this._x0,this._y1=this._y0,this._append`Z`)}lineTo(e,t){this._append`L${this._x1=+e},${this._y1=+t}`}quadraticCurveTo(e,t,n,r){this._append`Q${+e},${+t},${this._x1=+n},${this._y1=+r}`}bezierCurveTo(e,t,n,r,i,a){this._append`C${+e},${+t},${+n},${+r},${this._x1=+i},${this._y1=+a}`}arcTo(e,t,n,r,i){if(e=+e,t=+t,n=+n,r=+r,i=+i,i<0)throw Error(`negative radius: ${i}`);let a=this._x1,o=this._y1,s=n-e,c=r-t,l=a-e,u=o-t,d=l*l+u*u;if(this._x1===null)this._append`M${this._x1=e},${this._y1=t}`;else if(d>gp){if(!(Math.abs(u*s-c*l)>gp)||!i)this._append`L${this._x1=e},${this._y1=t}`;else{let f=n-a,p=r-o,m=s*s+c*c,h=f*f+p*p,g=Math.sqrt(m),_=Math.sqrt(d),v=i*Math.tan((mp-Math.acos((m+d-h)/(2*g*_)))/2),y=v/_,b=v/g;Math.abs(y-1)>gp&&this._append`L${e+y*l},${t+y*u}`,this._append`A${i},${i},0,0,${+(u*f>l*p)},${this._x1=e+b*s},${this._y1=t+b*c}`}}}arc(e,t,n,r,i,a){if(e=+e,t=+t,n=+n,a=!!a,n<0)throw Error(`negative radius: ${n}`);let o=n*Math.cos(r),s=n*Math.sin(r),c=e+o,l=t+s,u=1^a,d=a?r-i:i-r;if(this._x1===null?this._append`M${c},${l}`:(Math.abs(this._x1-c)>gp||Math.abs(this._y1-l)>gp)&&this._append`L${c},${l}`,n){if(d<0&&(d=d%hp+hp),d>_p)this._append`A${n},${n},0,1,${u},${e-o},${t-s}A${n},${n},0,1,${u},${this._x1=c},${this._y1=l}`;else if(d>gp){let a=e+n*Math.cos(i),o=t+n*Math.sin(i);if(d>=mp&&this._equal(c,l,a,o)){d/=2;let i=r+d;this._append`A${n},${n},0,${+(d>=mp)},${u},${e+n*Math.cos(i)},${t+n*Math.sin(i)}`}this._append`A${n},${n},0,${+(d>=mp)},${u},${this._x1=a},${this._y1=o}`}}}rect(e,t,n,r){this._append`M${this._x0=this._x1=+e},${this._y0=this._y1=+t}h${n=+n}v${+r}h${-n}Z`}toString(){return this._}};Sp.prototype;function Cp(e){return function(){return e}}var wp=Math.cos,Tp=Math.sin,Ep=Math.sqrt,Dp=1e-12,Op=Math.PI;Op/2;var kp=2*Op;function Ap(e){let t=3;return e.digits=function(n){if(!arguments.length)return t;if(n==null)t=null;else{let e=Math.floor(n);if(!(e>=0))throw RangeError(`invalid digits: ${n}`);t=e}return e},()=>new Sp(t)}Array.prototype.slice;function jp(e){return typeof e==`object`&&`length`in e?e:Array.from(e)}function Mp(e){this._context=e}Mp.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._point=0},lineEnd:function(){(this._line||this._line!==0&&this._point===1)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){switch(e=+e,t=+t,this._point){case 0:this._point=1,this._line?this._context.lineTo(e,t):this._context.moveTo(e,t);break;case 1:this._point=2;default:this._context.lineTo(e,t)}}};function Np(e){return new Mp(e)}function Pp(e){return e[0]}function Fp(e){return e[1]}function Ip(e,t){var n=Cp(!0),r=null,i=Np,a=null,o=Ap(s);e=typeof e==`function`?e:e===void 0?Pp:Cp(e),t=typeof t==`function`?t:t===void 0?Fp:Cp(t);function s(s){var c,l=(s=jp(s)).length,u,d=!1,f;for(r??(a=i(f=o())),c=0;c<=l;++c)!(c<l&&n(u=s[c],c,s))===d&&((d=!d)?a.lineStart():a.lineEnd()),d&&a.point(+e(u,c,s),+t(u,c,s));if(f)return a=null,f+``||null}return s.x=function(t){return arguments.length?(e=typeof t==`function`?t:Cp(+t),s):e},s.y=function(e){return arguments.length?(t=typeof e==`function`?e:Cp(+e),s):t},s.defined=function(e){return arguments.length?(n=typeof e==`function`?e:Cp(!!e),s):n},s.curve=function(e){return arguments.length?(i=e,r!=null&&(a=i(r)),s):i},s.context=function(e){return arguments.length?(e==null?r=a=null:a=i(r=e),s):r},s}Rp(Np);function Lp(e){this._curve=e}Lp.prototype={areaStart:function(){this._curve.areaStart()},areaEnd:function(){this._curve.areaEnd()},lineStart:function(){this._curve.lineStart()},lineEnd:function(){this._curve.lineEnd()},point:function(e,t){this._curve.point(t*Math.sin(e),t*-Math.cos(e))}};function Rp(e){function t(t){return new Lp(e(t))}return t._curve=e,t}Ep(3),Ep(1/3)*2;var zp=Tp(Op/10)/Tp(7*Op/10);Tp(kp/10)*zp,-wp(kp/10)*zp,Ep(3),Ep(3),Ep(3)/2,(1/Ep(12)/2+1)*3;function Bp(){}function Vp(e,t,n){e._context.bezierCurveTo((2*e._x0+e._x1)/3,(2*e._y0+e._y1)/3,(e._x0+2*e._x1)/3,(e._y0+2*e._y1)/3,(e._x0+4*e._x1+t)/6,(e._y0+4*e._y1+n)/6)}function Hp(e){this._context=e}Hp.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._x0=this._x1=this._y0=this._y1=NaN,this._point=0},lineEnd:function(){switch(this._point){case 3:Vp(this,this._x1,this._y1);case 2:this._context.lineTo(this._x1,this._y1)}(this._line||this._line!==0&&this._point===1)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){switch(e=+e,t=+t,this._point){case 0:this._point=1,this._line?this._context.lineTo(e,t):this._context.moveTo(e,t);break;case 1:this._point=2;break;case 2:this._point=3,this._context.lineTo((5*this._x0+this._x1)/6,(5*this._y0+this._y1)/6);default:Vp(this,e,t)}this._x0=this._x1,this._x1=e,this._y0=this._y1,this._y1=t}};function Up(e,t){this._basis=new Hp(e),this._beta=t}Up.prototype={lineStart:function(){this._x=[],this._y=[],this._basis.lineStart()},lineEnd:function(){var e=this._x,t=this._y,n=e.length-1;if(n>0)for(var r=e[0],i=t[0],a=e[n]-r,o=t[n]-i,s=-1,c;++s<=n;)c=s/n,this._basis.point(this._beta*e[s]+(1-this._beta)*(r+c*a),this._beta*t[s]+(1-this._beta)*(i+c*o));this._x=this._y=null,this._basis.lineEnd()},point:function(e,t){this._x.push(+e),this._y.push(+t)}},(function e(t){function n(e){return t===1?new Hp(e):new Up(e,t)}return n.beta=function(t){return e(+t)},n})(.85);function Wp(e,t,n){e._context.bezierCurveTo(e._x1+e._k*(e._x2-e._x0),e._y1+e._k*(e._y2-e._y0),e._x2+e._k*(e._x1-t),e._y2+e._k*(e._y1-n),e._x2,e._y2)}function Gp(e,t){this._context=e,this._k=(1-t)/6}Gp.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._x0=this._x1=this._x2=this._y0=this._y1=this._y2=NaN,this._point=0},lineEnd:function(){switch(this._point){case 2:this._context.lineTo(this._x2,this._y2);break;case 3:Wp(this,this._x1,this._y1)}(this._line||this._line!==0&&this._point===1)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){switch(e=+e,t=+t,this._point){case 0:this._point=1,this._line?this._context.lineTo(e,t):this._context.moveTo(e,t);break;case 1:this._point=2,this._x1=e,this._y1=t;break;case 2:this._point=3;default:Wp(this,e,t)}this._x0=this._x1,this._x1=this._x2,this._x2=e,this._y0=this._y1,this._y1=this._y2,this._y2=t}},(function e(t){function n(e){return new Gp(e,t)}return n.tension=function(t){return e(+t)},n})(0);function Kp(e,t){this._context=e,this._k=(1-t)/6}Kp.prototype={areaStart:Bp,areaEnd:Bp,lineStart:function(){this._x0=this._x1=this._x2=this._x3=this._x4=this._x5=this._y0=this._y1=this._y2=this._y3=this._y4=this._y5=NaN,this._point=0},lineEnd:function(){switch(this._point){case 1:this._context.moveTo(this._x3,this._y3),this._context.closePath();break;case 2:this._context.lineTo(this._x3,this._y3),this._context.closePath();break;case 3:this.point(this._x3,this._y3),this.point(this._x4,this._y4),this.point(this._x5,this._y5)}},point:function(e,t){switch(e=+e,t=+t,this._point){case 0:this._point=1,this._x3=e,this._y3=t;break;case 1:this._point=2,this._context.moveTo(this._x4=e,this._y4=t);break;case 2:this._point=3,this._x5=e,this._y5=t;break;default:Wp(this,e,t)}this._x0=this._x1,this._x1=this._x2,this._x2=e,this._y0=this._y1,this._y1=this._y2,this._y2=t}},(function e(t){function n(e){return new Kp(e,t)}return n.tension=function(t){return e(+t)},n})(0);function qp(e,t){this._context=e,this._k=(1-t)/6}qp.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._x0=this._x1=this._x2=this._y0=this._y1=this._y2=NaN,this._point=0},lineEnd:function(){(this._line||this._line!==0&&this._point===3)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){switch(e=+e,t=+t,this._point){case 0:this._point=1;break;case 1:this._point=2;break;case 2:this._point=3,this._line?this._context.lineTo(this._x2,this._y2):this._context.moveTo(this._x2,this._y2);break;case 3:this._point=4;default:Wp(this,e,t)}this._x0=this._x1,this._x1=this._x2,this._x2=e,this._y0=this._y1,this._y1=this._y2,this._y2=t}},(function e(t){function n(e){return new qp(e,t)}return n.tension=function(t){return e(+t)},n})(0);function Jp(e,t,n){var r=e._x1,i=e._y1,a=e._x2,o=e._y2;if(e._l01_a>Dp){var s=2*e._l01_2a+3*e._l01_a*e._l12_a+e._l12_2a,c=3*e._l01_a*(e._l01_a+e._l12_a);r=(r*s-e._x0*e._l12_2a+e._x2*e._l01_2a)/c,i=(i*s-e._y0*e._l12_2a+e._y2*e._l01_2a)/c}if(e._l23_a>Dp){var l=2*e._l23_2a+3*e._l23_a*e._l12_a+e._l12_2a,u=3*e._l23_a*(e._l23_a+e._l12_a);a=(a*l+e._x1*e._l23_2a-t*e._l12_2a)/u,o=(o*l+e._y1*e._l23_2a-n*e._l12_2a)/u}e._context.bezierCurveTo(r,i,a,o,e._x2,e._y2)}function Yp(e,t){this._context=e,this._alpha=t}Yp.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._x0=this._x1=this._x2=this._y0=this._y1=this._y2=NaN,this._l01_a=this._l12_a=this._l23_a=this._l01_2a=this._l12_2a=this._l23_2a=this._point=0},lineEnd:function(){switch(this._point){case 2:this._context.lineTo(this._x2,this._y2);break;case 3:this.point(this._x2,this._y2)}(this._line||this._line!==0&&this._point===1)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){if(e=+e,t=+t,this._point){var n=this._x2-e,r=this._y2-t;this._l23_a=Math.sqrt(this._l23_2a=(n*n+r*r)**+this._alpha)}switch(this._point){case 0:this._point=1,this._line?this._context.lineTo(e,t):this._context.moveTo(e,t);break;case 1:this._point=2;break;case 2:this._point=3;default:Jp(this,e,t)}this._l01_a=this._l12_a,this._l12_a=this._l23_a,this._l01_2a=this._l12_2a,this._l12_2a=this._l23_2a,this._x0=this._x1,this._x1=this._x2,this._x2=e,this._y0=this._y1,this._y1=this._y2,this._y2=t}},(function e(t){function n(e){return t?new Yp(e,t):new Gp(e,0)}return n.alpha=function(t){return e(+t)},n})(.5);function Xp(e,t){this._context=e,this._alpha=t}Xp.prototype={areaStart:Bp,areaEnd:Bp,lineStart:function(){this._x0=this._x1=this._x2=this._x3=this._x4=this._x5=this._y0=this._y1=this._y2=this._y3=this._y4=this._y5=NaN,this._l01_a=this._l12_a=this._l23_a=this._l01_2a=this._l12_2a=this._l23_2a=this._point=0},lineEnd:function(){switch(this._point){case 1:this._context.moveTo(this._x3,this._y3),this._context.closePath();break;case 2:this._context.lineTo(this._x3,this._y3),this._context.closePath();break;case 3:this.point(this._x3,this._y3),this.point(this._x4,this._y4),this.point(this._x5,this._y5)}},point:function(e,t){if(e=+e,t=+t,this._point){var n=this._x2-e,r=this._y2-t;this._l23_a=Math.sqrt(this._l23_2a=(n*n+r*r)**+this._alpha)}switch(this._point){case 0:this._point=1,this._x3=e,this._y3=t;break;case 1:this._point=2,this._context.moveTo(this._x4=e,this._y4=t);break;case 2:this._point=3,this._x5=e,this._y5=t;break;default:Jp(this,e,t)}this._l01_a=this._l12_a,this._l12_a=this._l23_a,this._l01_2a=this._l12_2a,this._l12_2a=this._l23_2a,this._x0=this._x1,this._x1=this._x2,this._x2=e,this._y0=this._y1,this._y1=this._y2,this._y2=t}},(function e(t){function n(e){return t?new Xp(e,t):new Kp(e,0)}return n.alpha=function(t){return e(+t)},n})(.5);function Zp(e,t){this._context=e,this._alpha=t}Zp.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._x0=this._x1=this._x2=this._y0=this._y1=this._y2=NaN,this._l01_a=this._l12_a=this._l23_a=this._l01_2a=this._l12_2a=this._l23_2a=this._point=0},lineEnd:function(){(this._line||this._line!==0&&this._point===3)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){if(e=+e,t=+t,this._point){var n=this._x2-e,r=this._y2-t;this._l23_a=Math.sqrt(this._l23_2a=(n*n+r*r)**+this._alpha)}switch(this._point){case 0:this._point=1;break;case 1:this._point=2;break;case 2:this._point=3,this._line?this._context.lineTo(this._x2,this._y2):this._context.moveTo(this._x2,this._y2);break;case 3:this._point=4;default:Jp(this,e,t)}this._l01_a=this._l12_a,this._l12_a=this._l23_a,this._l01_2a=this._l12_2a,this._l12_2a=this._l23_2a,this._x0=this._x1,this._x1=this._x2,this._x2=e,this._y0=this._y1,this._y1=this._y2,this._y2=t}},(function e(t){function n(e){return t?new Zp(e,t):new qp(e,0)}return n.alpha=function(t){return e(+t)},n})(.5);function Qp(e){return e<0?-1:1}function $p(e,t,n){var r=e._x1-e._x0,i=t-e._x1,a=(e._y1-e._y0)/(r||i<0&&-0),o=(n-e._y1)/(i||r<0&&-0),s=(a*i+o*r)/(r+i);return(Qp(a)+Qp(o))*Math.min(Math.abs(a),Math.abs(o),.5*Math.abs(s))||0}function em(e,t){var n=e._x1-e._x0;return n?(3*(e._y1-e._y0)/n-t)/2:t}function tm(e,t,n){var r=e._x0,i=e._y0,a=e._x1,o=e._y1,s=(a-r)/3;e._context.bezierCurveTo(r+s,i+s*t,a-s,o-s*n,a,o)}function nm(e){this._context=e}nm.prototype={areaStart:function(){this._line=0},areaEnd:function(){this._line=NaN},lineStart:function(){this._x0=this._x1=this._y0=this._y1=this._t0=NaN,this._point=0},lineEnd:function(){switch(this._point){case 2:this._context.lineTo(this._x1,this._y1);break;case 3:tm(this,this._t0,em(this,this._t0))}(this._line||this._line!==0&&this._point===1)&&this._context.closePath(),this._line=1-this._line},point:function(e,t){var n=NaN;if(e=+e,t=+t,e!==this._x1||t!==this._y1){switch(this._point){case 0:this._point=1,this._line?this._context.lineTo(e,t):this._context.moveTo(e,t);break;case 1:this._point=2;break;case 2:this._point=3,tm(this,em(this,n=$p(this,e,t)),n);break;default:tm(this,this._t0,n=$p(this,e,t))}this._x0=this._x1,this._x1=e,this._y0=this._y1,this._y1=t,this._t0=n}}},Object.create(nm.prototype).point=function(e,t){nm.prototype.point.call(this,t,e)};var rm=V(`<line class="rule svelte-1abypte"></line><text text-anchor="middle"> </text>`,1),im=V(`<line class="lane svelte-1abypte" x1="104"></line><text x="96" text-anchor="end"> </text>`,1),am=V(`<text x="96" text-anchor="end">Other</text>`),om=V(`<circle r="4"><title> </title></circle>`),sm=B(`<div><svg role="img" class="svelte-1abypte"><!><text x="96" text-anchor="end">100</text><text x="96" text-anchor="end">health</text><line class="rule svelte-1abypte" x1="104"></line><path class="health svelte-1abypte"></path><!><!><!></svg></div> <p class="small soft"> </p>`,1);function cm(e,t){Ge(t,!0);let n=[`AWARENESS`,`CONSIDERATION`,`PURCHASE`,`DELIVERY`,`IMPLEMENTATION`,`ADOPTION`,`SUPPORT`,`BILLING`,`RELATIONSHIP`,`RENEWAL`],[r,i]=[84,20],a=j(960),o=k(()=>t.past?.timeline.edges.map(e=>e.node)??[]),s=k(()=>n.filter(e=>R(o).some(t=>t.stage===e))),c=k(()=>R(o).some(e=>!e.stage||!n.includes(e.stage))),l=k(()=>r+(R(s).length+ +!!R(c))*i+26),u=k(()=>{let e=R(o).map(e=>e.at.slice(0,10)).toSorted()[0]??t.from;return e>t.from?e:t.from}),d=k(()=>Wf([new Date(`${R(u)}T00:00:00Z`),new Date(`${t.until}T23:59:59Z`)],[104,R(a)-12])),f=k(()=>Math.max(2,Math.floor(R(a)/120))),p=Nf([0,100],[r-14,10]),m=k(()=>t.past?.health?.history.filter(e=>e.at>=R(u))??[]),h=k(()=>Ip().defined(e=>e.value!==null).x(e=>R(d)(new Date(`${e.at}T12:00:00Z`))).y(e=>p(e.value??0))(R(m))??``),g=e=>r+(e.stage&&R(s).includes(e.stage)?R(s).indexOf(e.stage):R(s).length)*i+i/2,_=k(()=>Eo(`timeline`,[{head:`When`,kind:`moment`,of:e=>e.at},{head:`What`,kind:`code`,of:e=>e.kind},{head:`Title`,of:e=>e.title},{head:`Stage`,kind:`code`,of:e=>e.stage},{head:`Channel`,kind:`code`,of:e=>e.channel},{head:`By a person`,of:e=>e.human===null?null:e.human?`yes`:`no`},{head:`Record`,of:e=>`${e.source.system} ${e.source.object} ${e.source.recordId}`}],R(o)));{let n=k(()=>t.asking.data&&R(o).length===0?`Nothing is recorded.`:null);$(e,{title:`What happened`,question:`Every touch by stage; health above`,get asking(){return t.asking},get table(){return R(_)},get nothing(){return R(n)},children:(e,n)=>{var m=sm(),_=P(m),v=N(_),y=N(v);G(y,17,()=>R(d).ticks(R(f)),e=>e.getTime(),(e,t)=>{var n=rm(),r=P(n);q(r,`y1`,8);var i=I(r),a=F(i,!0);L((e,t,n,o)=>{q(r,`x1`,e),q(r,`x2`,t),q(r,`y2`,R(l)-22),q(i,`x`,n),q(i,`y`,R(l)-8),U(a,o)},[()=>R(d)(R(t)),()=>R(d)(R(t)),()=>R(d)(R(t)),()=>R(d).tickFormat(R(f))(R(t))]),H(e,n)});var b=I(y),x=I(b),S=I(x),C=I(S),w=I(C);G(w,18,()=>R(s),e=>e,(e,t,n)=>{var o=im(),s=P(o),c=I(s),l=F(c,!0);L(e=>{q(s,`x2`,R(a)-12),q(s,`y1`,r+R(n)*i+i/2),q(s,`y2`,r+R(n)*i+i/2),q(c,`y`,r+R(n)*i+i/2+4),U(l,e)},[()=>so(t)]),H(e,o)});var T=I(w),ee=e=>{var t=am();L(()=>q(t,`y`,r+R(s).length*i+i/2+4)),H(e,t)};W(T,e=>{R(c)&&e(ee)}),G(I(T),17,()=>R(o).filter(e=>e.at.slice(0,10)>=R(u)),e=>e.id,(e,t)=>{var n=om();let r;var i=F(N(n));O(n),L((e,a,o,s)=>{q(n,`cx`,e),q(n,`cy`,a),r=K(n,0,`svelte-1abypte`,null,r,{human:R(t).human}),U(i,`${o??``}${s??``}`)},[()=>R(d)(new Date(R(t).at)),()=>g(R(t)),()=>ao(R(t).at),()=>R(t).title??Q(R(t).kind)]),H(e,n)}),O(v),O(_);var te=F(I(_,2));L((e,t,n,r,i,s,c)=>{q(v,`viewBox`,`0 0 ${R(a)??``} ${R(l)??``}`),q(v,`aria-label`,`${e??``} from ${t??``} to ${n??``}; the table has each of them`),q(b,`y`,r),q(x,`y`,i),q(S,`x2`,R(a)-12),q(S,`y1`,s),q(S,`y2`,c),q(C,`d`,R(h)),U(te,`● by a person · ○ by a machine or not told. The last ${R(o).length??``}; the table has each with its record.`)},[()=>co(R(o).length,`event`),()=>io(R(u)),()=>io(t.until),()=>p(100)+4,()=>p(50)+4,()=>p(50),()=>p(50)]),Ni(_,`clientWidth`,e=>M(a,e)),H(e,m)},$$slots:{default:!0}})}Ke()}var lm=B(`<span class="flag small svelte-48cqnt">weakest</span>`),um=V(`<line class="gap svelte-48cqnt" y1="10" y2="10"></line>`),dm=V(`<line class="blend svelte-48cqnt" y1="1" y2="19"></line>`),fm=V(`<rect class="does svelte-48cqnt" y="5" width="10" height="10"></rect>`),pm=V(`<circle class="says svelte-48cqnt" cy="10" r="5.5"></circle>`),mm=B(`<li><p class="row name"><b> </b> <span> </span><!></p> <svg aria-hidden="true" class="svelte-48cqnt"><line class="track svelte-48cqnt" y1="10" y2="10"></line><!><!><!><!></svg> <p class="small soft"> </p></li>`),hm=B(`<p class="small">→ <b> </b> <span class="soft"> </span></p>`),gm=B(`<p class="row"><b class="value svelte-48cqnt"> </b> <span class="small soft"> </span></p> <ul></ul> <p class="small soft legend svelte-48cqnt">● what they say · ■ what we do · │ blended</p> <!> <p class="small soft"><!> </p>`,1);function _m(e,t){Ge(t,!0);let n=Nf([0,100],[8,412]),r={PERCEPTION_ABOVE_FACTS:`they think better of it than it is`,PERCEPTION_BELOW_FACTS:`they think worse of it than it is`},i=e=>e.score===null?e.reason??`not known`:`from ${{BLENDED:`${co(e.surveyN,`answer`)} and the operation`,SURVEY_ONLY:`${co(e.surveyN,`answer`)} alone`,OPERATIONAL_ONLY:`the operation alone`,NONE:`nothing`}[e.basis]}${e.gapFlag?` · ${r[e.gapFlag]}`:``}`,a=k(()=>Eo(`trust`,[{head:`Factor`,kind:`code`,of:e=>e.factor},{head:`Score`,kind:`number`,of:e=>e.score},{head:`Survey`,kind:`number`,of:e=>e.survey},{head:`Answers`,kind:`number`,of:e=>e.surveyN},{head:`Operation`,kind:`number`,of:e=>e.operational},{head:`Weight of the survey`,kind:`share`,of:e=>e.alpha},{head:`Gap`,kind:`delta`,of:e=>e.gap},{head:`Basis`,kind:`code`,of:e=>e.basis}],t.trust?.factors??[]));{let r=k(()=>t.trust?R(a):null),o=k(()=>t.trust?null:`Nothing is known of their trust.`);$(e,{title:`Trust`,question:`Why do they trust us, or not?`,get asking(){return t.asking},get table(){return R(r)},get nothing(){return R(o)},children:(e,r)=>{var a=Nr(),o=P(a),s=e=>{var r=gm(),a=P(r),o=N(a),s=F(o,!0),c=F(I(o,2));O(a);var l=I(a,2);G(l,21,()=>t.trust.factors,e=>e.factor,(e,r)=>{var a=mm();let o;var s=N(a),c=N(s),l=F(c,!0),u=I(c,2),d=F(u,!0),f=I(u),p=e=>{H(e,lm())};W(f,e=>{t.trust.weakest===R(r).factor&&e(p)}),O(s);var m=I(s,2);q(m,`viewBox`,`0 0 420 20`);var h=N(m),g=I(h),_=e=>{var t=um();L((e,n)=>{q(t,`x1`,e),q(t,`x2`,n)},[()=>n(R(r).survey),()=>n(R(r).operational)]),H(e,t)};W(g,e=>{R(r).survey!==null&&R(r).operational!==null&&e(_)});var v=I(g),y=e=>{var t=dm();L((e,n)=>{q(t,`x1`,e),q(t,`x2`,n)},[()=>n(R(r).score),()=>n(R(r).score)]),H(e,t)};W(v,e=>{R(r).score!==null&&e(y)});var b=I(v),x=e=>{var t=fm();L(e=>q(t,`x`,e),[()=>n(R(r).operational)-5]),H(e,t)};W(b,e=>{R(r).operational!==null&&e(x)});var S=I(b),C=e=>{var t=pm();L(e=>q(t,`cx`,e),[()=>n(R(r).survey)]),H(e,t)};W(S,e=>{R(r).survey!==null&&e(C)}),O(m);var w=F(I(m,2));O(a),L((e,n,i,s,c)=>{o=K(a,1,`svelte-48cqnt`,null,o,{weakest:t.trust.weakest===R(r).factor}),U(l,e),U(d,n),q(h,`x1`,i),q(h,`x2`,s),U(w,`“${R(r).statement??``}” ${c??``}`)},[()=>so(R(r).factor),()=>Z(R(r).score),()=>n(0),()=>n(100),()=>i(R(r))]),H(e,a)}),O(l);var u=I(l,4),d=e=>{var n=hm(),r=I(N(n)),i=F(r,!0),a=F(I(r,2),!0);O(n),L(e=>{U(i,t.trust.recommendation.title),U(a,e)},[()=>t.trust.recommendation.because.join(` · `)]),H(e,n)};W(u,e=>{t.trust.recommendation&&e(d)});var f=I(u,2),p=N(f);G(p,19,()=>t.trust.behaviours,e=>e.behaviour,(e,t,n)=>{Te();var r=Mr();L((e,t)=>U(r,`${R(n)>0?` · `:``}${e??``} ${t??``}`),[()=>Q(R(t).behaviour),()=>no(R(t).likelihood)]),H(e,r)});var m=I(p,1,!0);O(f),L((e,t,n,r,i,a)=>{U(s,e),U(c,`competence ${t??``} · intent ${n??``} · ${r??``}, coverage ${i??``}`),U(m,a)},[()=>Z(t.trust.value),()=>Z(t.trust.competence),()=>Z(t.trust.intent),()=>co(t.trust.responses,`answer`),()=>no(t.trust.coverage),()=>t.trust.behaviours.some(e=>!e.calibrated)?` (not calibrated: our assumption)`:``]),H(e,r)};W(o,e=>{t.trust&&e(s)}),H(e,a)},$$slots:{default:!0}})}Ke()}var vm=B(`<!> <span class="soft small"> </span>`,1),ym=B(`<span class="soft small">move a slider</span>`),bm=B(`<button class="bare">As it is</button>`),xm=B(`<p class="small soft"> </p>`),Sm=B(`<label class="small svelte-x1hjp0"><span> </span> <input type="range" class="svelte-x1hjp0"/> <b class="svelte-x1hjp0"> </b></label>`),Cm=B(`<p class="row now svelte-x1hjp0"><!> <span aria-hidden="true">→</span> <!> <!></p> <!> <div class="sliders svelte-x1hjp0"></div>`,1);function wm(e,t){Ge(t,!0);let n=new Ya(la,()=>({}),!1),r=k(()=>new Map(n.data?.healthModel.stages.flatMap(e=>e.kpis).map(e=>{let t=e.knots.map(e=>e.raw);return[e.code,{low:Math.min(...t),high:Math.max(...t)}]}))),i=k(()=>t.health.stages.flatMap(e=>e.kpis).filter(e=>e.raw!==null&&e.pointsLost&&Number.isFinite(R(r).get(e.code)?.high)).toSorted((e,t)=>(t.pointsLost??0)-(e.pointsLost??0)).slice(0,6)),a=j(Xt({})),o=k(()=>Object.entries(R(a)).map(([e,t])=>({kpi:e,value:t}))),s=j([]);bn(()=>{let e=R(o),t=setTimeout(()=>M(s,e),150);return()=>clearTimeout(t)});let c=new Ya(ca,()=>R(s).length>0?{id:t.id,raw:R(s)}:null,!1),l=k(()=>R(s).length>0?c.data?.account?.health:null);{let n=k(()=>R(s).length>0?c:void 0),u=k(()=>R(i).length===0?`No KPI that was measured costs points.`:null);$(e,{title:`What if`,question:`What would health be if these were better?`,get asking(){return R(n)},get nothing(){return R(u)},children:(e,n)=>{var c=Cm(),u=P(c),d=N(u);To(d,{get band(){return t.health.band},get value(){return t.health.value}});var f=I(d,4),p=e=>{var n=vm(),r=P(n);To(r,{get band(){return R(l).band},get value(){return R(l).value}});var i=F(I(r,2));L(e=>U(i,`${e??``} points`),[()=>ro((R(l).value??0)-(t.health.value??0))]),H(e,n)},m=e=>{H(e,ym())};W(f,e=>{R(l)?e(p):e(m,-1)});var h=I(f,2),g=e=>{var t=bm();z(`click`,t,()=>{M(a,{},!0),M(s,[])}),H(e,t)};W(h,e=>{R(o).length>0&&e(g)}),O(u);var _=I(u,2),v=e=>{var n=xm(),r=F(n);L((e,t)=>U(r,`Health is capped at ${e??``}: ${t??``}. Better KPIs do not lift it above that.`),[()=>Z(Math.min(...t.health.caps.map(e=>e.cap))),()=>t.health.caps.map(e=>e.reason).join(`, `)]),H(e,n)};W(_,e=>{t.health.caps.length>0&&e(v)});var y=I(_,2);G(y,21,()=>R(i),e=>e.code,(e,t)=>{let n=k(()=>R(r).get(R(t).code)??{low:0,high:100}),i=k(()=>R(a)[R(t).code]??R(t).raw??0);var o=Sm(),s=N(o),c=F(s,!0),l=I(s,2);Ci(l);var u=F(I(l,2));O(o),L((e,r,a,o)=>{U(c,R(t).name),q(l,`min`,e),q(l,`max`,r),q(l,`step`,(R(n).high-R(n).low)/100),wi(l,R(i)),U(u,`${a??``}${o??``}`)},[()=>Math.min(R(n).low,R(t).raw??0),()=>Math.max(R(n).high,R(t).raw??0),()=>Z(R(i)),()=>as(R(t).unit)]),z(`input`,l,e=>M(a,{...R(a),[R(t).code]:Number(e.currentTarget.value)},!0)),H(e,o)}),O(y),H(e,c)},$$slots:{default:!0}})}Ke()}Cr([`click`,`input`]);var Tm=class{start;all;at;below=0;above=0;constructor(e,t){this.start=t,this.at=Number(t.amount),this.all=[{name:e,money:t,range:null,kind:`whole`,from:0,to:this.at,ends:null}]}less(e,t,n,r,i){this.step(e,t,-1,n,r&&i?[r,i]:null)}more(e,t){this.step(e,`more`,1,t,null)}to(e){let t=e=>({amount:String(e),currency:this.start.currency}),{at:n,below:r,above:i}=this,a=r+i>0?[n-r,n+i]:null,o=a?[t(a[0]),t(a[1])]:null;return[...this.all,{name:e,money:t(n),range:o,kind:`whole`,from:0,to:n,ends:a}]}step(e,t,n,r,i){let a=Math.abs(to(r)??0);if(!r||a===0)return;let[o,s]=[this.at,this.at+n*a],[c,l]=(i??[r,r]).map(e=>Math.abs(Number(e.amount))),[u,d]=n<0?[l-a,a-c]:[a-c,l-a];this.below+=u,this.above+=d,this.all.push({name:e,money:r,range:i,kind:t,from:o,to:s,ends:i?[s-u,s+d]:null}),this.at=s}};function Em(e){return`${{whole:``,less:`−`,unknown:`−`,more:`+`}[e.kind]}${X(e.money).replace(`-`,``)}`}function Dm(e){let{range:t}=e;return`${e.name} ${Em(e)}${t?`, between ${X(t[0])} and ${X(t[1])}`:``}`}function Om(e,t){return Eo(e,[{head:`Step`,of:e=>e.name},{head:`Amount`,kind:`money`,of:e=>e.money},{head:`Least`,kind:`money`,of:e=>e.range?.[0]},{head:`Most`,kind:`money`,of:e=>e.range?.[1]}],t)}var km=B(`<span class="whisker svelte-iq9t5b"></span>`),Am=B(`<span class="soft range svelte-iq9t5b"> </span>`),jm=B(`<dt class="small"> </dt> <dd class="svelte-iq9t5b"><span></span> <!></dd> <dd class="amount small svelte-iq9t5b"> <!></dd>`,1),Mm=B(`<span class="flag red svelte-iq9t5b">lost</span>`),Nm=B(`<span class="flag svelte-iq9t5b" title="The weights are our assumption until enough renewals were seen">not calibrated</span>`),Pm=B(`<span> <span class="soft small"> </span></span> <!>`,1),Fm=B(`<span class="flag svelte-iq9t5b">nobody can tell</span>`),Im=B(`<p class="small soft"></p>`),Lm=B(`<li class="svelte-iq9t5b"><p class="row"><b> </b> <span> </span> <span> </span> <!></p> <!></li>`),Rm=B(`<h3>Renewals</h3> <ul class="lines svelte-iq9t5b"></ul>`,1),zm=B(`<li class="svelte-iq9t5b"><p class="row"><span> </span> <b> </b> <span class="small soft"> </span></p></li>`),Bm=B(`<h3>Growth</h3> <ul class="lines svelte-iq9t5b"><!> <!></ul>`,1),Vm=B(`<p class="small soft"> </p>`),Hm=B(`<!> <!> <!>`,1),Um=B(`<dl class="bridge svelte-iq9t5b"></dl> <!>`,1);function Wm(e,t){Ge(t,!0);let n=k(()=>{if(!t.worth?.arr)return[];let{currency:e}=t.worth.arr,n=new Tm(`A year now`,t.worth.arr);n.less(`At risk`,`less`,t.worth.atRisk,t.worth.atRiskLow,t.worth.atRiskHigh),n.less(`Nobody can tell`,`unknown`,t.worth.unknownAtRisk);let r=t.worth.pipeline.reduce((e,t)=>e+(to(t.expected)??0),0),i=to(t.worth.growthExpected)??0;return t.worth.pipeline.every(t=>!t.expected||t.expected.currency===e)&&r<=i+.01?(n.more(`Open deals`,{amount:String(r),currency:e}),n.more(`More of what peers buy`,{amount:String(i-r),currency:e})):n.more(`Growth`,t.worth.growthExpected),n.to(`Expected in ${t.worth.horizonMonths} months`)}),r=k(()=>t.worth?.expansion.filter(e=>Number(e.expected?.amount??0)>0)??[]),i=k(()=>Nf([0,Math.max(1,...R(n).flatMap(e=>[e.from,e.to,e.ends?.[1]??0]))],[0,100]));{let a=k(()=>Om(`worth`,R(n))),o=k(()=>R(n).length===0?`No recurring revenue is known, so nothing can be said of risk and growth.`:null);$(e,{title:`What it is worth`,question:`What may renew, what is at risk, what can grow?`,get asking(){return t.asking},get table(){return R(a)},get nothing(){return R(o)},children:(e,a)=>{var o=Um(),s=P(o);G(s,21,()=>R(n),e=>e.name,(e,t)=>{var n=jm(),r=P(n),a=F(r,!0),o=I(r,2),s=N(o);let c;var l=I(s,2),u=e=>{var n=km();let r;L((e,t)=>r=fi(n,``,r,{left:e,width:t}),[()=>`${R(i)(Math.max(0,R(t).ends[0]))??``}%`,()=>`${R(i)(R(t).ends[1])-R(i)(Math.max(0,R(t).ends[0]))}%`]),H(e,n)};W(l,e=>{R(t).ends&&e(u)}),O(o);var d=I(o,2),f=N(d,!0),p=I(f),m=e=>{var n=Am(),r=F(n);L((e,t)=>U(r,`${e??``} to ${t??``}`),[()=>X(R(t).range[0]),()=>X(R(t).range[1])]),H(e,n)};W(p,e=>{R(t).range&&e(m)}),O(d),L((e,n,r)=>{U(a,R(t).name),K(s,1,`bar ${R(t).kind??``}`,`svelte-iq9t5b`),c=fi(s,``,c,{left:e,width:n}),U(f,r)},[()=>`${R(i)(Math.min(R(t).from,R(t).to))??``}%`,()=>`${Math.max(.4,Math.abs(R(i)(R(t).to)-R(i)(R(t).from)))}%`,()=>Em(R(t))]),H(e,n)}),O(s);var c=I(s,2),l=e=>{var n=Hm(),i=P(n),a=e=>{var n=Rm(),r=I(P(n),2);G(r,21,()=>t.worth.renewals,Kr,(e,t)=>{var n=Lm(),r=N(n),i=N(r),a=F(i,!0),o=I(i,2),s=F(o,!0),c=I(o,2),l=F(c,!0),u=I(c,2),d=e=>{H(e,Mm())},f=e=>{var n=Pm(),r=P(n),i=N(r),a=F(I(i));O(r);var o=I(r,2),s=e=>{H(e,Nm())};W(o,e=>{R(t).probability.calibrated||e(s)}),L((e,t,n)=>{U(i,`${e??``} likely `),U(a,`(${t??``}–${n??``})`)},[()=>no(R(t).probability.value),()=>no(R(t).probability.low),()=>no(R(t).probability.high)]),H(e,n)},p=e=>{H(e,Fm())};W(u,e=>{R(t).lost?e(d):R(t).probability?e(f,1):e(p,-1)}),O(r);var m=I(r,2),h=e=>{var n=Im();G(n,21,()=>R(t).probability.factors.filter(e=>e.name!==`BASE`),Kr,(e,t,n)=>{Te();var r=Mr();L((e,t)=>U(r,`${n>0?` · `:``}${e??``} ${t??``}`),[()=>R(t).note??Q(R(t).name),()=>ro(R(t).logOdds,2)]),H(e,r)}),O(n),H(e,n)};W(m,e=>{R(t).probability&&e(h)}),O(n),L((e,n)=>{U(a,e),U(s,R(t).contract?.name??`contract`),U(l,n)},[()=>io(R(t).due),()=>X(R(t).value)]),H(e,n)}),O(r),H(e,n)};W(i,e=>{t.worth.renewals.length>0&&e(a)});var o=I(i,2),s=e=>{var n=Bm(),i=I(P(n),2),a=N(i);G(a,17,()=>t.worth.pipeline,e=>e.opportunityId,(e,t)=>{var n=zm(),r=N(n),i=N(r),a=F(i,!0),o=I(i,2),s=F(o,!0),c=F(I(o,2));O(r),O(n),L((e,n,r,i,o)=>{U(a,R(t).product??`deal`),U(s,e),U(c,`of ${n??``} · ${r??``} (${i??``}) · closes ${o??``}`)},[()=>X(R(t).expected),()=>X(R(t).amount),()=>no(R(t).probability),()=>Q(R(t).probabilitySource),()=>io(R(t).closeDate)]),H(e,n)}),G(I(a,2),17,()=>R(r),Kr,(e,t)=>{var n=zm(),r=N(n),i=N(r),a=F(i,!0),o=I(i,2),s=F(o,!0),c=F(I(o,2));O(r),O(n),L((e,n)=>{U(a,R(t).product),U(s,e),U(c,`${n??``}${R(t).suppressedByOpportunity?` · an open deal has it already`:``}`)},[()=>X(R(t).expected),()=>R(t).evidence.join(` · `)]),H(e,n)}),O(i),H(e,n)};W(o,e=>{t.worth.pipeline.length+R(r).length>0&&e(s)}),G(I(o,2),17,()=>t.worth.notes,Kr,(e,t)=>{var n=Vm(),r=F(n,!0);L(()=>U(r,R(t))),H(e,n)}),H(e,n)};W(c,e=>{t.worth&&e(l)}),H(e,o)},$$slots:{default:!0}})}Ke()}var Gm=B(`<p class="card" role="alert"> </p>`),Km=B(`<div class="card stack"><h1>No such account</h1><p>Nobody has the id <code class="wraps"> </code>, or it is not yours to see. <a>To all customers</a></p></div>`),qm=B(`<a class="segment svelte-1iexvmf"> </a>`),Jm=B(`<span>below <a> </a></span>`),Ym=B(`<span class="at svelte-1iexvmf"></span>`),Xm=B(`<p class="small"> </p>`),Zm=B(`<p class="small cap svelte-1iexvmf"> </p>`),Qm=B(`<p><!></p> <div class="range svelte-1iexvmf" role="img"><span class="known svelte-1iexvmf"></span> <!></div> <p class="small soft"> </p> <!> <!> <!>`,1),$m=B(`<p class="nothing">Nothing was measured.</p>`),eh=B(`<p class="small soft"> </p>`),th=B(` <span class="worth svelte-1iexvmf"> </span>`,1),nh=B(`<li><b> </b><!><p class="small soft"> </p></li>`),rh=B(`<li class="nothing">Nothing is advised: what is known gives no reason for a certain step.</li>`),ih=B(`<p class="small signal svelte-1iexvmf"> </p>`),ah=B(`<li><b> </b> <span class="soft"> </span></li>`),oh=B(`<ul class="small actions svelte-1iexvmf"></ul>`),sh=B(`<li class="row small"><b> </b> <span> </span> <span class="soft"> </span></li>`),ch=B(`<ul></ul>`),lh=B(`<div class="grid wide-left"><!> <div class="stack"><!> <!></div></div>`),uh=B(`<div class="stack"><header class="card head svelte-1iexvmf"><div class="who svelte-1iexvmf"><h1 class="wraps"> </h1> <p class="soft small"> </p> <p class="row small"><!> <!> <!></p> <p class="small soft"> </p></div> <div class="score"><p class="small soft">Health</p> <!></div> <div class="score"><p class="small soft">Trust</p> <p class="big svelte-1iexvmf"> </p> <!></div> <div class="score"><p class="small soft">A year</p> <p class="big svelte-1iexvmf"> </p> <p class="small"><b class="risk svelte-1iexvmf"> </b> at risk</p> <p class="small"><b class="growth svelte-1iexvmf"> </b> growth</p> <!></div></header> <section class="card next svelte-1iexvmf" aria-label="What to do next"><h2>Next</h2> <ol class="svelte-1iexvmf"></ol> <!> <!></section> <div class="grid wide-left"><!> <!></div> <!> <!> <!> <!> <div class="grid two"><!> <!></div> <!></div>`),dh=B(`<div class="card waiting svelte-1iexvmf" aria-label="Loading"></div>`);function fh(e,t){Ge(t,!0);let n=k(()=>Ga.today),r=k(()=>R(n)?lo(R(n),-365):null),i=new Ya(ia,()=>({id:t.id})),a=new Ya(aa,()=>({id:t.id})),o=new Ya(oa,()=>R(r)&&R(n)?{id:t.id,from:R(r),to:R(n)}:null),s=k(()=>i.data?.account),c=k(()=>R(s)?.health),l=k(()=>R(s)?.recommendations??[]),u=k(()=>Y.value(`stage`)),d=k(()=>R(c)?.trend.likeForLike??R(c)?.trend.delta),f=k(()=>o.data?.account?.health?.explainChange.filter(e=>Math.abs(e.points)>=.1).toSorted((e,t)=>Math.abs(t.points)-Math.abs(e.points))??[]),p=k(()=>(R(s)?.signals??[]).reduce((e,t)=>{let n=e.find(e=>e.signal.rule===t.rule);return n?n.times+=1:e.push({signal:t,times:1}),e},[])),m=k(()=>new Map(R(c)?.stages.flatMap(e=>e.kpis).map(e=>[e.code,e.name]))),h=k(()=>Eo(`what-moved-it`,[{head:`KPI`,of:e=>e.code},{head:`Name`,of:e=>R(m).get(e.code)},{head:`Cause`,kind:`code`,of:e=>e.cause},{head:`Points`,kind:`delta`,of:e=>e.points},{head:`From`,kind:`number`,of:e=>e.fromNormalised},{head:`To`,kind:`number`,of:e=>e.toNormalised}],R(f))),g=({code:e,cause:t,fromNormalised:n,toNormalised:r})=>{let i=e=>e===null?`none`:Z(e);return[t===e?``:Q(t),n===null&&r===null?``:`${i(n)} → ${i(r)}`].filter(Boolean).join(`, `)},_=e=>Y.set({stage:R(u)===e?null:e});var v=Nr();ni(`1iexvmf`,e=>{En(()=>{en.title=`${R(s)?.name??`Account`??``} · Accord`})});var y=P(v),b=e=>{var t=Gm(),n=F(t,!0);L(()=>U(n,i.why.message)),H(e,t)},x=e=>{var n=Km(),r=I(N(n)),i=I(N(r)),a=F(i,!0),o=I(i,2);O(r),O(n),L(e=>{U(a,t.id),q(o,`href`,e)},[()=>Qa(`/`)]),H(e,n)},S=e=>{var v=uh(),y=N(v),b=N(y),x=N(b),S=F(x,!0),C=I(x,2),w=F(C,!0),T=I(C,2),ee=N(T);Jo(ee,{get position(){return R(s).position}});var te=I(ee,2);G(te,17,()=>R(s).segments??[],e=>e.id,(e,t)=>{var n=qm(),r=F(n,!0);L(e=>{q(n,`href`,e),U(r,R(t).name)},[()=>`/?segment=${encodeURIComponent(R(t).id)}`]),H(e,n)});var ne=I(te,2),re=e=>{var t=Jm(),n=I(N(t)),r=F(n,!0);O(t),L(e=>{q(n,`href`,e),U(r,R(s).parent.name)},[()=>Qa(`/accounts/${R(s).parent.id}`)]),H(e,t)};W(ne,e=>{R(s).parent&&e(re)}),O(T);var ie=F(I(T,2));O(b);var ae=I(b,2),oe=I(N(ae),2),se=e=>{var t=Qm(),n=P(t);To(N(n),{get band(){return R(c).band},get value(){return R(c).value},get confidence(){return R(c).confidence},large:!0}),O(n);var r=I(n,2),i=N(r);let a;var o=I(i,2),s=e=>{var t=Ym();let n;L(()=>n=fi(t,``,n,{left:`${R(c).value??``}%`})),H(e,t)};W(o,e=>{R(c).value!==null&&e(s)}),O(r);var l=I(r,2),u=F(l),f=I(l,2),p=e=>{var t=Xm(),n=F(t);L(e=>U(n,`${e??``} in 4 weeks${R(c).trend.likeForLike===null?``:`, like for like`}`),[()=>ro(R(d))]),H(e,t)};W(f,e=>{R(d)!==null&&R(d)!==void 0&&e(p)});var m=I(f,2);G(m,17,()=>R(c).caps,Kr,(e,t)=>{var n=Zm(),r=F(n);L(e=>U(r,`▼ capped at ${e??``}: ${R(t).reason??``}`),[()=>Z(R(t).cap)]),H(e,n)});var h=I(m,2),g=e=>{var t=Zm(),n=F(t);L((e,t)=>U(n,`Set by a person to ${e??``} until ${t??``}`),[()=>Z(R(c).override.value),()=>io(R(c).override.expiresAt)]),H(e,t)};W(h,e=>{R(c).override&&e(g)}),L((e,t,n,o,s,l,d)=>{q(r,`aria-label`,`Between ${e??``} and ${t??``} if the missing were known`),a=fi(i,``,a,{left:`${R(c).low??``}%`,width:n}),U(u,`${o??``}–${s??``} if the missing were known${R(c).caps.length>0?`, before the cap`:``} · coverage ${l??``}, confidence ${d??``}`)},[()=>Z(R(c).low),()=>Z(R(c).high),()=>`${Math.max(1,R(c).high-R(c).low)}%`,()=>Z(R(c).low,0),()=>Z(R(c).high,0),()=>no(R(c).coverage),()=>Q(R(c).confidence)]),H(e,t)},ce=e=>{H(e,$m())};W(oe,e=>{R(c)?e(se):e(ce,-1)}),O(ae);var le=I(ae,2),ue=I(N(le),2),de=F(ue,!0),fe=I(ue,2),pe=e=>{var t=eh(),n=F(t);L(e=>U(n,`weakest: ${e??``}`),[()=>Q(R(s).trust.weakest)]),H(e,t)};W(fe,e=>{R(s).trust?.weakest&&e(pe)}),O(le);var me=I(le,2),he=I(N(me),2),ge=F(he,!0),_e=I(he,2),ve=F(N(_e),!0);Te(),O(_e);var ye=I(_e,2),be=F(N(ye),!0);Te(),O(ye);var xe=I(ye,2),E=e=>{var t=eh(),n=F(t);L((e,t)=>U(n,`renews ${e??``}${t??``}`),[()=>io(R(s).nextRenewal.end),()=>R(s).nextRenewal.daysToEnd===null?``:`, in ${co(R(s).nextRenewal.daysToEnd,`day`)}`]),H(e,t)};W(xe,e=>{R(s).nextRenewal&&e(E)}),O(me),O(y);var Se=I(y,2),D=I(N(Se),2);G(D,21,()=>R(l),Kr,(e,t)=>{var n=nh(),r=N(n),i=F(r,!0),a=I(r),o=e=>{var n=th(),r=P(n,!0);r.nodeValue=` `;var i=F(I(r));L(e=>U(i,`expected to bring ${e??``}`),[()=>X(R(t).expectedValue)]),H(e,n)},s=k(()=>Number(R(t).expectedValue?.amount??0)>0);W(a,e=>{R(s)&&e(o)});var c=F(I(a),!0);O(n),L(e=>{U(i,R(t).title),U(c,e)},[()=>R(t).because.join(` · `)]),H(e,n)},e=>{H(e,rh())}),O(D);var Ce=I(D,2);G(Ce,17,()=>R(p),({signal:e,times:t})=>e.rule,(e,t)=>{let n=()=>R(t).signal,r=()=>R(t).times;var i=ih(),a=F(i);L(e=>U(a,`▲ ${Yo[n().rule]??``}${r()>1?` (${r()})`:``} since ${e??``}${n().suggested?`: ${n().suggested.title}`:``}`),[()=>io(n().raisedAt)]),H(e,i)});var we=I(Ce,2),Ee=e=>{var t=oh();G(t,21,()=>R(s).actions.slice(0,6),e=>e.id,(e,t)=>{var n=ah(),r=N(n),i=F(r,!0),a=I(r),o=F(I(a));O(n),L((e,n,r,s,c)=>{U(i,e),U(a,` ${n??``} `),U(o,`${r??``}${R(t).overdue?`, late`:``}${s??``}${c??``}`)},[()=>Q(R(t).status),()=>R(t).title??Q(R(t).trigger),()=>R(t).dueAt?`due ${io(R(t).dueAt)}`:``,()=>R(t).verdict?` · ${Q(R(t).verdict)}`:``,()=>R(t).effect===null?``:` ${ro(R(t).effect)} ± ${Z(R(t).standardError)}`]),H(e,n)}),O(t),H(e,t)};W(we,e=>{R(s).actions?.length&&e(Ee)}),O(Se);var De=I(Se,2),Oe=N(De),ke=e=>{op(e,{get stages(){return R(c).stages},get asking(){return i},get chosen(){return R(u)},choose:_})};W(Oe,e=>{R(c)&&e(ke)}),_m(I(Oe,2),{get trust(){return R(s).trust},get asking(){return i}}),O(De);var Ae=I(De,2),je=e=>{var n=lh(),a=N(n);ys(a,{get health(){return R(c)},get asking(){return i},get stage(){return R(u)},clear:()=>Y.set({stage:null})});var s=I(a,2),l=N(s);wm(l,{get id(){return t.id},get health(){return R(c)}});var d=I(l,2);{let e=k(()=>io(R(r))),t=k(()=>o.data&&R(f).length===0?`Nothing moved it by a tenth of a point.`:null);$(d,{title:`What moved it`,get question(){return`Since ${R(e)??``}; the parts add up`},get asking(){return o},get table(){return R(h)},get nothing(){return R(t)},children:(e,t)=>{var n=ch();G(n,21,()=>R(f).slice(0,10),Kr,(e,t)=>{var n=sh(),r=N(n);let i;var a=F(r,!0),o=I(r,2),s=F(o,!0),c=F(I(o,2),!0);O(n),L((e,n,o)=>{i=K(r,1,`svelte-1iexvmf`,null,i,{risk:R(t).points<0,growth:R(t).points>0}),U(a,e),U(s,n),U(c,o)},[()=>ro(R(t).points,2),()=>R(m).get(R(t).code)??Q(R(t).code),()=>g(R(t))]),H(e,n)}),O(n),H(e,n)},$$slots:{default:!0}})}O(s),O(n),H(e,n)};W(Ae,e=>{R(c)&&e(je)});var Me=I(Ae,2);Wm(Me,{get worth(){return R(s).opportunity},get asking(){return i}});var Ne=I(Me,2);{let e=k(()=>a.data?.account?.stakeholders??[]),t=k(()=>a.data?.account?.people);pp(Ne,{get all(){return R(e)},get people(){return R(t)},get asking(){return a}})}var Pe=I(Ne,2),Fe=e=>{{let t=k(()=>o.data?.account);cm(e,{get past(){return R(t)},get asking(){return o},get from(){return R(r)},get until(){return R(n)}})}};W(Pe,e=>{R(r)&&R(n)&&e(Fe)});var Ie=I(Pe,2),Le=N(Ie);{let e=k(()=>o.data?.account?.feedback??[]);es(Le,{get all(){return R(e)},get asking(){return o}})}ks(I(Le,2),{get id(){return t.id}}),O(Ie);var Re=I(Ie,2);{let e=k(()=>R(s).freshness??[]);rs(Re,{get sources(){return R(e)},get asking(){return i}})}O(v),L((e,t,n,r,i)=>{q(y,`data-account`,R(s).id),U(S,R(s).name),U(w,e),U(ie,`${R(s).owner?.name?`Owner: ${R(s).owner.name}`:`Nobody owns it`}${R(s).champion?` · Champion: ${R(s).champion.contact.name??`name not shown`}${R(s).champion.left?` (left)`:``}`:` · No champion is known`}`),U(de,t),U(ge,n),U(ve,r),U(be,i)},[()=>[R(s).legalName===R(s).name?null:R(s).legalName,R(s).country,R(s).industry,R(s).linesOfBusiness?.join(`, `)].filter(Boolean).join(` · `),()=>Z(R(s).trust?.value),()=>X(R(s).opportunity?.arr??R(s).arr),()=>X(R(s).opportunity?.atRisk),()=>X(R(s).opportunity?.growthExpected)]),H(e,v)},C=e=>{H(e,dh())};W(y,e=>{i.why&&!i.data?e(b):i.data&&!R(s)?e(x,1):R(s)?e(S,2):e(C,-1)}),H(e,v),Ke()}var ph=B(`<a class="plain"> </a>`),mh=B(`<p class="small soft"> </p>`),hh=B(`<div class="card headline svelte-rzx8p4"><p class="small soft"> </p> <p><!></p> <!> <!></div>`);function gh(e,t){let n=Ri(t,`tone`,3,`plain`);var r=hh(),i=N(r),a=F(i,!0),o=I(i,2),s=N(o),c=e=>{var n=ph(),r=F(n,!0);L(()=>{q(n,`href`,t.to),U(r,t.value)}),H(e,n)},l=e=>{var n=Mr();L(()=>U(n,t.value)),H(e,n)};W(s,e=>{t.to?e(c):e(l,-1)}),O(o);var u=I(o,2),f=e=>{var n=mh(),r=F(n,!0);L(()=>U(r,t.note)),H(e,n)};W(u,e=>{t.note&&e(f)}),ti(I(u,2),()=>t.children??d),O(r),L(()=>{q(r,`data-headline`,t.label),U(a,t.label),K(o,1,`value ${n()??``}`,`svelte-rzx8p4`)}),H(e,r)}var _h=V(`<path class="whisker svelte-adefr8"></path>`),vh=V(`<line class="carry svelte-adefr8"></line>`),yh=V(`<text text-anchor="middle"> </text>`),bh=V(`<rect></rect><!><!><text class="strong" text-anchor="middle"> </text><!>`,1),xh=B(`<p class="small soft">The whiskers: every renewal at the low, and every one at the high end of its range. Growth has no range.</p>`),Sh=B(`<div><svg role="img" class="svelte-adefr8"><defs><pattern id="untold" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch svelte-adefr8" x1="0" y1="0" x2="0" y2="6"></line></pattern></defs><!></svg></div> <!>`,1);function Ch(e,t){Ge(t,!0);let n=k(()=>{if(!t.summary?.arr)return[];let e=new Tm(`A year now`,t.summary.arr);return e.less(`At risk`,`less`,t.summary.atRisk,t.summary.atRiskLow,t.summary.atRiskHigh),e.less(`Nobody can tell`,`unknown`,t.summary.unknownAtRisk),e.more(`Growth`,t.summary.growthExpected),e.to(`Expected`)}),[r,i,a]=[244,24,40],o=j(560),s=k(()=>Nf([0,Math.max(1,...R(n).flatMap(e=>[e.from,e.to,e.ends?.[1]??0]))],[r-a,i])),c=k(()=>R(o)/Math.max(1,R(n).length)),l=e=>{let[t=``,...n]=e.split(` `);return e.length*6.5<R(c)||n.length===0?[e]:[t,n.join(` `)]},u=e=>R(s)(Math.max(e.from,e.to,e.ends?.[1]??0));{let i=k(()=>Om(`revenue-bridge`,R(n))),d=k(()=>t.asking.data&&R(n).length===0?`No recurring revenue is known.`:null);$(e,{title:`Revenue bridge`,question:`From a year’s revenue today to what may be expected in 12 months`,get asking(){return t.asking},parts:[`arr`,`atRisk`,`unknownAtRisk`,`growthExpected`],get table(){return R(i)},get nothing(){return R(d)},children:(e,t)=>{var i=Sh(),d=P(i),f=N(d);G(I(N(f)),19,()=>R(n),e=>e.name,(e,t,i)=>{let o=k(()=>R(i)*R(c)+R(c)*.14);var d=bh(),f=P(d),p=I(f),m=e=>{let n=k(()=>{let[e,n]=[R(s)(Math.max(0,R(t).ends[0])),R(s)(R(t).ends[1])];return{low:e,high:n}}),r=k(()=>R(i)*R(c)+R(c)/2);var a=_h();L(()=>q(a,`d`,`M${R(r)-7},${R(n).low??``}h14M${R(r)-7},${R(n).high??``}h14M${R(r)??``},${R(n).low??``}V${R(n).high??``}`)),H(e,a)};W(p,e=>{R(t).ends&&e(m)});var h=I(p),g=e=>{var n=vh();L((e,t)=>{q(n,`x1`,R(o)+R(c)*.72),q(n,`x2`,(R(i)+1)*R(c)+R(c)*.14),q(n,`y1`,e),q(n,`y2`,t)},[()=>R(s)(R(t).to),()=>R(s)(R(t).to)]),H(e,n)};W(h,e=>{R(i)<R(n).length-1&&e(g)});var _=I(h),v=F(_,!0);G(I(_),17,()=>l(R(t).name),Kr,(e,t,n)=>{var o=yh(),s=F(o,!0);L(()=>{q(o,`x`,R(i)*R(c)+R(c)/2),q(o,`y`,r-a+16+n*14),U(s,R(t))}),H(e,o)}),L((e,n,r,a)=>{K(f,0,`step ${R(t).kind??``}`,`svelte-adefr8`),q(f,`x`,R(o)),q(f,`width`,R(c)*.72),q(f,`y`,e),q(f,`height`,n),q(_,`x`,R(i)*R(c)+R(c)/2),q(_,`y`,r),U(v,a)},[()=>R(s)(Math.max(R(t).from,R(t).to)),()=>Math.max(1.5,Math.abs(R(s)(R(t).from)-R(s)(R(t).to))),()=>u(R(t))-6,()=>Em(R(t))]),H(e,d)}),O(f),O(d);var p=I(d,2),m=e=>{H(e,xh())},h=k(()=>R(n).some(e=>e.ends));W(p,e=>{R(h)&&e(m)}),L(e=>{q(f,`viewBox`,`0 0 ${R(o)??``} ${r??``}`),q(f,`aria-label`,e)},[()=>R(n).map(Dm).join(`; `)]),Ni(d,`clientWidth`,e=>M(o,e)),H(e,i)},$$slots:{default:!0}})}Ke()}var wh=B(`<span class="row screen-only small"><button>Accounts</button> <button>Revenue</button></span>`),Th=V(`<text class="inside svelte-1t3bsj5" text-anchor="middle"> </text>`),Eh=V(`<rect></rect><!>`,1),Dh=V(`<text text-anchor="middle"> </text>`),Oh=V(`<!><!>`,1),kh=V(`<line class="gap svelte-1t3bsj5"></line><text text-anchor="middle"> </text>`,1),Ah=B(`<div><svg role="img" aria-label="Bands week by week; the table has the numbers" class="svelte-1t3bsj5"><defs><pattern id="unseen" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch svelte-1t3bsj5" x1="0" y1="0" x2="0" y2="5"></line></pattern></defs><!><!></svg></div> <p class="small soft legend svelte-1t3bsj5">From below: <span class="red svelte-1t3bsj5">▼ red</span>, <span class="amber svelte-1t3bsj5">◆ amber</span>, <span class="green svelte-1t3bsj5">● green</span>, hatched: nobody knows. Each week as it was told then.</p>`,1);function jh(e,t){Ge(t,!0);let n=e=>{var t=wh(),n=N(t),r=I(n,2);O(t),L(()=>{q(n,`aria-pressed`,!R(s)),q(r,`aria-pressed`,R(s))}),z(`click`,n,()=>Y.set({by:null})),z(`click`,r,()=>Y.set({by:`money`})),H(e,t)},r=[`a`,`b`,`c`,`d`,`e`,`f`,`g`,`h`],i=[`RED`,`AMBER`,`GREEN`,`UNKNOWN`],a=k(()=>Ga.today?r.map((e,t)=>lo(Ga.today??``,-7*(r.length-1-t))):null),o=new Ya(fa,()=>{if(!R(a))return null;let[e,t,n,r,i,o,s,c]=R(a);return{filter:Za(),a:e,b:t,c:n,d:r,e:i,f:o,g:s,h:c}}),s=k(()=>Y.value(`by`)===`money`),c=k(()=>{let{data:e}=o;return!e||!R(a)?[]:r.map((t,n)=>{let r=e[t]??[],o={RED:0,AMBER:0,GREEN:0,UNKNOWN:0},s={...o};for(let e of r){let t=i.find(t=>t===e.keys[0]?.value)??`UNKNOWN`;o[t]+=e.accounts,s[t]+=to(e.arr)??0}let c=r.some(e=>e.coverage>0);return{day:R(a)[n]??``,told:c,counts:o,arr:s,currency:r.find(e=>e.arr)?.arr?.currency??null}})}),l=k(()=>R(c).filter(e=>e.told)),u=k(()=>{let e=[];for(let[t,n]of R(c).entries()){let r=e.at(-1);n.told||(r&&r.from+r.weeks===t?r.weeks+=1:e.push({from:t,weeks:1}))}return e}),[d,f,p]=[230,10,26],m=j(560),h=(e,t)=>R(s)?e.arr[t]:e.counts[t],g=e=>i.reduce((t,n)=>t+h(e,n),0),_=k(()=>Nf([0,Math.max(1,...R(l).map(g))],[d-p,f])),v=k(()=>R(m)/r.length),y=(e,t)=>R(s)?e.currency?X({amount:String(e.arr[t]),currency:e.currency}):`–`:Z(e.counts[t],0),b=e=>{let t=0;return i.map(n=>{let[r,i]=[t,t+h(e,n)];return t=i,{band:n,top:R(_)(i),height:R(_)(r)-R(_)(i),value:h(e,n)}})},x=k(()=>Eo(`health-over-time`,[{head:`Day`,kind:`day`,of:e=>e.day},...i.map(e=>({head:so(e),kind:`number`,of:t=>t.told?t.counts[e]:null})),...i.map(e=>({head:`${so(e)} a year`,kind:`money`,of:t=>t.told&&t.currency?{amount:String(t.arr[e]),currency:t.currency}:null}))],R(c)));{let t=k(()=>o.data&&R(l).length===0?`No scores are kept of these weeks yet.`:null);$(e,{title:`Health over time`,question:`Is the portfolio getting better?`,get asking(){return o},get table(){return R(x)},get beside(){return n},get nothing(){return R(t)},children:(e,t)=>{var n=Ah(),r=P(n),i=N(r),a=I(N(i));G(a,19,()=>R(c),e=>e.day,(e,t,n)=>{var r=Oh(),i=P(r),a=e=>{var r=Nr();G(P(r),17,()=>b(R(t)),e=>e.band,(e,r)=>{var i=Nr(),a=P(i),o=e=>{var i=Eh(),a=P(i),o=I(a),s=e=>{var i=Th(),a=F(i,!0);L(e=>{q(i,`x`,R(n)*R(v)+R(v)/2),q(i,`y`,R(r).top+R(r).height/2+4),U(a,e)},[()=>y(R(t),R(r).band)]),H(e,i)};W(o,e=>{R(r).height>13&&e(s)}),L(e=>{K(a,0,`band ${e??``}`,`svelte-1t3bsj5`),q(a,`x`,R(n)*R(v)+R(v)*.1),q(a,`width`,R(v)*.8),q(a,`y`,R(r).top),q(a,`height`,R(r).height)},[()=>R(r).band.toLowerCase()]),H(e,i)};W(a,e=>{R(r).value>0&&e(o)}),H(e,i)}),H(e,r)};W(i,e=>{R(t).told&&e(a)});var o=I(i),s=e=>{var r=Dh(),i=F(r,!0);L(e=>{q(r,`x`,R(n)*R(v)+R(v)/2),q(r,`y`,d-8),U(i,e)},[()=>io(R(t).day).replace(/,? \d{4}$/,``)]),H(e,r)};W(o,e=>{(R(v)>46||(R(c).length-1-R(n))%2==0)&&e(s)}),H(e,r)}),G(I(a),17,()=>R(u),e=>e.from,(e,t)=>{var n=kh(),r=P(n),i=I(r),a=F(i,!0);L(()=>{q(r,`x1`,R(t).from*R(v)+R(v)*.1),q(r,`x2`,(R(t).from+R(t).weeks)*R(v)-R(v)*.1),q(r,`y1`,d-p-2),q(r,`y2`,d-p-2),q(i,`x`,(R(t).from+R(t).weeks/2)*R(v)),q(i,`y`,d-p-10),U(a,R(t).weeks*R(v)>52?`not kept`:`–`)}),H(e,n)}),O(i),O(r),Te(2),L(()=>q(i,`viewBox`,`0 0 ${R(m)??``} ${d??``}`)),Ni(r,`clientWidth`,e=>M(m,e)),H(e,n)},$$slots:{default:!0}})}Ke()}Cr([`click`]);var Mh=B(`<a> </a>`),Nh=B(`<li class="svelte-17r7hgj"><span class="name wraps"><!> <span class="small soft"> </span></span> <span class="bars svelte-17r7hgj" aria-hidden="true"><span class="risk svelte-17r7hgj"></span><span class="growth svelte-17r7hgj"></span></span> <span class="sums small svelte-17r7hgj"><b class="red svelte-17r7hgj"> </b> <b class="green svelte-17r7hgj"> </b></span></li>`),Ph=B(`<ul></ul> <p class="small soft"> </p>`,1);function Fh(e,t){Ge(t,!0);let n=e=>e.keys[0]?.label??`not known`,r=e=>e.keys[0]?.value?Qa(`/`,{[t.narrow]:e.keys[0].value}):null,i=k(()=>[...t.groups].sort((e,t)=>(to(t.atRisk)??0)-(to(e.atRisk)??0))),a=k(()=>Math.max(1,...t.groups.flatMap(e=>[to(e.atRisk)??0,to(e.growthExpected)??0]))),o=e=>(to(e)??0)/R(a)*100,s=k(()=>Eo(t.narrow===`country`?`by-country`:`by-line-of-business`,[{head:t.title.replace(`By `,``),of:n,to:r},{head:`Accounts`,kind:`number`,of:e=>e.accounts},{head:`A year`,kind:`money`,of:e=>e.arr},{head:`At risk`,kind:`money`,of:e=>e.atRisk},{head:`Growth`,kind:`money`,of:e=>e.growthExpected},{head:`NRR %`,kind:`number`,of:e=>e.nrr},{head:`Health`,kind:`number`,of:e=>e.healthMean},{head:`Trust`,kind:`number`,of:e=>e.trustMean},{head:`Coverage`,kind:`share`,of:e=>e.coverage},{head:`Red`,kind:`number`,of:e=>e.health.red},{head:`Amber`,kind:`number`,of:e=>e.health.amber},{head:`Green`,kind:`number`,of:e=>e.health.green},{head:`Unknown`,kind:`number`,of:e=>e.health.unknown}],R(i)));$(e,{get title(){return t.title},question:`Where is the money in danger, where does it grow?`,get asking(){return t.asking},get table(){return R(s)},children:(e,t)=>{var a=Ph(),s=P(a);G(s,21,()=>R(i).slice(0,12),Kr,(e,t)=>{let i=k(()=>r(R(t)));var a=Nh(),s=N(a),c=N(s),l=e=>{var r=Mh(),a=F(r,!0);L(e=>{q(r,`href`,R(i)),U(a,e)},[()=>n(R(t))]),H(e,r)},u=e=>{var r=Mr();L(e=>U(r,e),[()=>n(R(t))]),H(e,r)};W(c,e=>{R(i)?e(l):e(u,-1)});var d=I(c,1,!0);d.nodeValue=` `;var f=F(I(d));O(s);var p=I(s,2),m=N(p);let h;var g=I(m);let _;O(p);var v=I(p,2),y=N(v),b=F(y,!0),x=F(I(y,2),!0);O(v),O(a),L((e,t,n,r,i,a)=>{U(f,`${e??``}, health ${t??``}`),h=fi(m,``,h,{width:n}),_=fi(g,``,_,{width:r}),U(b,i),U(x,a)},[()=>co(R(t).accounts,`account`),()=>Z(R(t).healthMean,0),()=>`${o(R(t).atRisk)??``}%`,()=>`${o(R(t).growthExpected)??``}%`,()=>X(R(t).atRisk),()=>X(R(t).growthExpected)]),H(e,a)}),O(s);var c=F(I(s,2));L(()=>U(c,`First bar: at risk; second: growth.${R(i).length>12?` The first 12 of ${R(i).length}; the table has all.`:``}`)),H(e,a)},$$slots:{default:!0}}),Ke()}var Ih=B(`<p class="soft small"> </p>`),Lh=B(`<p class="card" role="alert"> </p>`),Rh=B(`<div class="grid headlines svelte-ahk51c"><!> <!> <!> <!> <!></div>`),zh=B(`<li class="svelte-ahk51c"><!><a class="wraps"> </a><span><b class="risk svelte-ahk51c"> </b> <span class="small soft"> </span></span></li>`),Bh=B(`<ol class="svelte-ahk51c"></ol>`),Vh=B(`<li class="svelte-ahk51c"><!><a class="wraps"> </a><span><b class="growth svelte-ahk51c"> </b> <span class="small soft"> </span></span></li>`),Hh=B(`<progress max="1" class="svelte-ahk51c"></progress>`),Uh=B(`<p class="small soft"> </p>`),Wh=B(`<li class="svelte-ahk51c"><p class="row"><b> </b> <span class="small soft"> </span></p> <p class="small"> <b> </b> </p> <!> <!></li>`),Gh=B(`<ul class="goals svelte-ahk51c"></ul>`),Kh=B(` <a class="small"> <span class="unseen"></span></a>`,1),qh=B(`<li class="svelte-ahk51c"> <!></li>`),Jh=B(`<ul class="story svelte-ahk51c"></ul>`),Yh=B(`<li>The source furthest behind: <b> </b></li> <li>Moments that matter and are measured: <b> </b></li> <li>Perception agrees with facts: <b> </b></li>`,1),Xh=B(`<b> </b> `,1),Zh=B(`<li>Beacon: <!></li>`),Qh=B(`<ul class="small"><!> <!></ul>`),$h=B(`<div class="stack"><div class="row top svelte-ahk51c"><h1>What it adds up to</h1> <!></div> <!> <!> <div class="grid two"><!> <!></div> <div class="grid two"><!> <!> <!> <!> <!> <div class="stack"><!> <!></div></div></div>`);function eg(e,t){Ge(t,!0);let n=new Ya(ua,()=>({filter:Za()})),r=new Ya(da,()=>({filter:Za()})),i=k(()=>n.data?.executiveSummary),a=k(()=>[R(i)?.selfCheck??null,R(i)?.beacon??null]),o=k(()=>m(R(a),2)),s=k(()=>R(o)[0]),c=k(()=>R(o)[1]),l=(e,t)=>e.currency&&t!==null?X({amount:String(t),currency:e.currency}):Z(t),u=k(()=>{let e=R(i)?.goals;return e?e.length===0?{value:`–`,note:`none is set`}:{value:`${e.filter(e=>e.onTrack).length} of ${e.length}`,note:`${e.filter(e=>e.onTrack===null).length} cannot be told`}:{value:`–`,note:`not for your role`}}),d=e=>e.replace(/ ?\[[^\]]*\]\.?/g,``).replace(/\.?$/,`.`),f=k(()=>Eo(`goals`,[{head:`Goal`,of:e=>e.name},{head:`Outcome`,kind:`code`,of:e=>e.outcome},{head:`At the outset`,kind:`number`,of:e=>e.baseline},{head:`Since`,kind:`day`,of:e=>e.baselineOn},{head:`Now`,kind:`number`,of:e=>e.current},{head:`Goal value`,kind:`number`,of:e=>e.target},{head:`Due`,kind:`day`,of:e=>e.due},{head:`On track`,of:e=>e.onTrack===null?null:e.onTrack?`yes`:`no`}],R(i)?.goals??[])),p=k(()=>Eo(`top-risks`,[{head:`Account`,of:e=>e.name,to:e=>Qa(`/accounts/${e.id}`)},{head:`At risk`,kind:`money`,of:e=>e.opportunity?.atRisk},{head:`A year`,kind:`money`,of:e=>e.opportunity?.arr},{head:`Health`,kind:`number`,of:e=>e.health?.value}],R(i)?.topRisks??[])),h=k(()=>Eo(`top-growth`,[{head:`Account`,of:e=>e.name,to:e=>Qa(`/accounts/${e.id}`)},{head:`Growth`,kind:`money`,of:e=>e.opportunity?.growthExpected},{head:`A year`,kind:`money`,of:e=>e.opportunity?.arr},{head:`Health`,kind:`number`,of:e=>e.health?.value}],R(i)?.topGrowth??[]));var g=$h();ni(`ahk51c`,e=>{Cn(()=>{en.title=`Executive · Accord`})});var _=N(g),v=I(N(_),2),y=e=>{var t=Ih(),n=F(t);L((e,r,a)=>{q(t,`data-as-of`,R(i).asOf),U(n,`As of ${e??``} · ${r??``} · coverage ${a??``}`)},[()=>io(R(i).asOf),()=>co(R(i).accounts,`account`),()=>no(R(i).coverage)]),H(e,t)};W(v,e=>{R(i)&&e(y)}),O(_);var b=I(_,2),x=e=>{var t=Lh(),r=F(t,!0);L(()=>U(r,n.why.message)),H(e,t)};W(b,e=>{n.why&&!n.data&&e(x)});var S=I(b,2),C=e=>{var t=Rh(),n=N(t);{let e=k(()=>X(R(i).arr)),t=k(()=>Z(R(i).health.median));gh(n,{label:`Revenue a year`,get value(){return R(e)},get note(){return`median health ${R(t)??``}`}})}var r=I(n,2);{let e=k(()=>R(i).nrr===null?`–`:`${Z(R(i).nrr)} %`),t=k(()=>R(i).grr===null?`–`:`${Z(R(i).grr)} %`),n=k(()=>R(i).nrr!==null&&R(i).nrr<100?`red`:`plain`);gh(r,{label:`Kept and grown`,get value(){return R(e)},get note(){return`NRR; GRR ${R(t)??``}`},get tone(){return R(n)}})}var a=I(r,2);{let e=k(()=>X(R(i).atRisk)),t=k(()=>R(i).unknownAtRisk&&Number(R(i).unknownAtRisk.amount)>0?`and ${X(R(i).unknownAtRisk)} where nobody can tell`:`in the next 12 months`);gh(a,{label:`At risk`,get value(){return R(e)},tone:`red`,get note(){return R(t)}})}var o=I(a,2);{let e=k(()=>X(R(i).growthExpected)),t=k(()=>X(R(i).net));gh(o,{label:`Growth expected`,get value(){return R(e)},tone:`green`,get note(){return`net ${R(t)??``}`}})}gh(I(o,2),{label:`Goals on track`,get value(){return R(u).value},get note(){return R(u).note}}),O(t),H(e,t)};W(S,e=>{R(i)&&e(C)});var w=I(S,2),T=N(w);Ch(T,{get summary(){return R(i)},get asking(){return n}}),jh(I(T,2),{}),O(w);var ee=I(w,2),te=N(ee);$(te,{title:`Largest risks`,question:`Where the most money is in danger`,get asking(){return n},parts:[`topRisks`],get table(){return R(p)},children:(e,t)=>{var n=Bh();G(n,21,()=>R(i)?.topRisks??[],e=>e.id,(e,t)=>{var n=zh(),r=N(n);{let e=k(()=>R(t).health?.band),n=k(()=>R(t).health?.value??null),i=k(()=>R(t).health?.confidence);To(r,{get band(){return R(e)},get value(){return R(n)},get confidence(){return R(i)}})}var i=I(r),a=F(i,!0),o=I(i),s=N(o),c=F(s,!0),l=F(I(s,2));O(o),O(n),L((e,n,r)=>{q(i,`href`,e),U(a,R(t).name),U(c,n),U(l,`of ${r??``}`)},[()=>Qa(`/accounts/${R(t).id}`),()=>X(R(t).opportunity?.atRisk),()=>X(R(t).opportunity?.arr)]),H(e,n)}),O(n),H(e,n)},$$slots:{default:!0}});var ne=I(te,2);$(ne,{title:`Largest growth`,question:`Where the most can be won`,get asking(){return n},parts:[`topGrowth`],get table(){return R(h)},children:(e,t)=>{var n=Bh();G(n,21,()=>R(i)?.topGrowth??[],e=>e.id,(e,t)=>{var n=Vh(),r=N(n);{let e=k(()=>R(t).health?.band),n=k(()=>R(t).health?.value??null),i=k(()=>R(t).health?.confidence);To(r,{get band(){return R(e)},get value(){return R(n)},get confidence(){return R(i)}})}var i=I(r),a=F(i,!0),o=I(i),s=N(o),c=F(s,!0),l=F(I(s,2));O(o),O(n),L((e,n,r)=>{q(i,`href`,e),U(a,R(t).name),U(c,n),U(l,`beside ${r??``}`)},[()=>Qa(`/accounts/${R(t).id}`),()=>X(R(t).opportunity?.growthExpected),()=>X(R(t).opportunity?.arr)]),H(e,n)}),O(n),H(e,n)},$$slots:{default:!0}});var re=I(ne,2);{let e=k(()=>r.data?.countries??[]);Fh(re,{title:`By country`,narrow:`country`,get groups(){return R(e)},get asking(){return r}})}var ie=I(re,2);{let e=k(()=>r.data?.lines??[]);Fh(ie,{title:`By line of business`,narrow:`line`,get groups(){return R(e)},get asking(){return r}})}var ae=I(ie,2);{let e=k(()=>R(i)?.goals?.length===0?`No goal is set; setGoal freezes where it starts from.`:null);$(ae,{title:`Goals`,question:`What was promised, and where we are`,get asking(){return n},get table(){return R(f)},parts:[`goals`],get nothing(){return R(e)},children:(e,t)=>{var n=Gh();G(n,21,()=>R(i)?.goals??[],e=>e.id,(e,t)=>{var n=Wh(),r=N(n),i=N(r),a=F(i),o=F(I(i,2));O(r);var s=I(r,2),c=N(s),u=I(c),d=F(u,!0),f=I(u);O(s);var p=I(s,2),m=e=>{var n=Hh();L((e,r)=>{wi(n,e),q(n,`aria-label`,`${R(t).name??``}: ${r??``} of the way`)},[()=>Math.max(0,Math.min(1,R(t).progress)),()=>no(R(t).progress)]),H(e,n)};W(p,e=>{R(t).progress!==null&&e(m)}),G(I(p,2),17,()=>R(t).warnings,Kr,(e,t)=>{var n=Uh(),r=F(n);L(()=>U(r,`▲ ${R(t)??``}`)),H(e,n)}),O(n),L((e,n,r,i,s)=>{U(a,`${R(t).onTrack===null?`○`:R(t).onTrack?`●`:`▼`} ${R(t).name??``}`),U(o,`due ${e??``} · ${R(t).onTrack===null?`cannot be told`:R(t).onTrack?`on track`:`behind`}`),U(c,`${n??``} on ${r??``} → `),U(d,i),U(f,` now → ${s??``}`)},[()=>io(R(t).due),()=>l(R(t),R(t).baseline),()=>io(R(t).baselineOn),()=>l(R(t),R(t).current),()=>l(R(t),R(t).target)]),H(e,n)}),O(n),H(e,n)},$$slots:{default:!0}})}var oe=I(ae,2),se=N(oe);{let e=k(()=>R(i)?.sentences?.length===0?`There is nothing to tell.`:null);$(se,{title:`In words`,question:`Each sentence stands on what it links to`,get asking(){return n},parts:[`sentences`],get nothing(){return R(e)},children:(e,t)=>{var n=Jh();G(n,21,()=>R(i)?.sentences??[],Kr,(e,t,n)=>{var r=qh(),i=N(r,!0);G(I(i),17,()=>R(t).facts,Kr,(e,r,i)=>{var a=Nr(),o=P(a),s=e=>{var a=Kh(),o=P(a,!0);o.nodeValue=` `;var s=I(o),c=N(s),l=I(c);l.textContent=`the account of sentence ${n+1}`,O(s),L(e=>{q(s,`href`,e),U(c,`see${R(t).facts.length>1?` ${i+1}`:``}`)},[()=>Qa(`/accounts/${R(r)}`)]),H(e,a)},c=k(()=>R(r).startsWith(`acc_`));W(o,e=>{R(c)&&e(s)}),H(e,a)}),O(r),L(e=>U(i,e),[()=>d(R(t).text)]),H(e,r)}),O(n),H(e,n)},$$slots:{default:!0}})}var ce=I(se,2),le=e=>{$(e,{title:`Can it be believed?`,question:`What stands behind these numbers`,get asking(){return n},parts:[`selfCheck`,`beacon`],children:(e,t)=>{var n=Qh(),r=N(n),i=e=>{var t=Yh(),n=P(t),r=F(I(N(n)),!0);O(n);var i=I(n,2),a=F(I(N(i)),!0);O(i);var o=I(i,2),c=F(I(N(o)),!0);O(o),L((e,t,n)=>{U(r,e),U(a,t),U(c,n)},[()=>R(s).dataAge===null?`none was ever read`:`${oo(R(s).dataAge*3600)} old`,()=>no(R(s).momentsMeasured),()=>no(R(s).perceptionAndFacts)]),H(e,t)};W(r,e=>{R(s)&&e(i)});var a=I(r,2),o=e=>{var t=Zh(),n=I(N(t)),r=e=>{var t=Xh(),n=P(t),r=F(n,!0),i=I(n);L((e,t)=>{U(r,R(c).metric),U(i,`${e??``}, AUC ${t??``} (n ${R(c).n??``}, ${R(c).events??``} events): ${R(c).verdict??``}`)},[()=>R(c).role?` of ${Q(R(c).role)}`:``,()=>Z(R(c).auc,2)]),H(e,t)},i=e=>{var t=Mr();L(()=>U(t,R(c).verdict)),H(e,t)};W(n,e=>{R(c).metric?e(r):e(i,-1)}),O(t),H(e,t)};W(a,e=>{R(c)&&e(o)}),O(n),H(e,n)},$$slots:{default:!0}})};W(ce,e=>{R(i)&&e(le)}),O(oe),O(ee),O(g),H(e,g),Ke()}var tg=B(`<th class="svelte-1p4r66c"><span class="small"> </span></th>`),ng=B(`<td><span> </span></td>`),rg=B(`<tr><th scope="row" class="wraps svelte-1p4r66c"> </th><!><td> </td></tr>`),ig=B(`<div class="holds svelte-1p4r66c"><table><thead><tr><th class="svelte-1p4r66c">Source</th><!><th class="svelte-1p4r66c"><span class="small">Trust</span></th></tr></thead><tbody></tbody></table></div> <p class="small soft"> </p>`,1);function ag(e,t){Ge(t,!0);let n=new Ya(ka,()=>({}),!1),r=k(()=>n.data?.healthModel.stages??[]),i=(e,t)=>t.kpis.filter(t=>e.servesKpis.includes(t.code)),a=e=>e.servesKpis.filter(e=>e.startsWith(`trust.`)),o=k(()=>R(r).flatMap(e=>e.kpis.filter(e=>!t.connectors.some(t=>t.servesKpis.includes(e.code))))),s=k(()=>Eo(`freshness-and-coverage`,[{head:`Source`,of:e=>e.source},{head:`State`,kind:`code`,of:e=>e.state},{head:`Stage`,kind:`code`,of:e=>e.stage},{head:`KPIs`,of:e=>e.kpis}],t.connectors.flatMap(e=>R(r).flatMap(t=>{let n=i(e,t);return n.length>0?[{source:String(e.id),state:e.state,stage:t.stage,kpis:n.map(e=>e.code).join(` `)}]:[]}))));$(e,{title:`What hangs on whom`,question:`Which source feeds which part of the score, and is it on time?`,get asking(){return t.asking},get table(){return R(s)},children:(e,n)=>{var s=ig(),c=P(s),l=N(c),u=N(l),d=N(u);G(I(N(d)),17,()=>R(r),e=>e.stage,(e,t)=>{var n=tg(),r=F(N(n),!0);O(n),L(e=>U(r,e),[()=>so(R(t).stage)]),H(e,n)}),Te(),O(d),O(u);var f=I(u);G(f,21,()=>t.connectors,e=>e.id,(e,t)=>{var n=rg(),o=N(n),s=F(o,!0),c=I(o);G(c,17,()=>R(r),e=>e.stage,(e,n)=>{let r=k(()=>i(R(t),R(n)));var a=ng();let o;var s=N(a),c=F(s,!0);O(a),L(e=>{o=K(a,1,`svelte-1p4r66c`,null,o,{fed:R(r).length>0,late:R(r).length>0&&R(t).state!==`OK`}),q(s,`title`,e),U(c,R(r).length>0?`${R(t).state===`OK`?`●`:`▲`} ${R(r).length}`:``)},[()=>R(r).map(e=>e.name).join(`, `)]),H(e,a)});var l=I(c);let u;var d=F(l,!0);O(n),L((e,n,r)=>{U(s,R(t).id),u=K(l,1,`svelte-1p4r66c`,null,u,{fed:e,late:n}),U(d,r)},[()=>a(R(t)).length>0,()=>a(R(t)).length>0&&R(t).state!==`OK`,()=>a(R(t)).length>0?`${R(t).state===`OK`?`●`:`▲`} ${a(R(t)).length}`:``]),H(e,n)}),O(f),O(l),O(c);var p=F(I(c,2));L(e=>U(p,`● on time, ▲ behind its promise; the number is how many KPIs it feeds. ${e??``}`),[()=>R(o).length>0?`No source feeds ${R(o).map(e=>e.code).join(`, `)}.`:R(r).length>0?`Every KPI has a source.`:``]),H(e,s)},$$slots:{default:!0}}),Ke()}var og=B(`<li class="wraps"><code> </code> <span class="soft"> </span></li>`),sg=B(`<details class="svelte-1d4neyn"><summary class="svelte-1d4neyn"><b> </b> <span class="small soft"> </span></summary> <ul class="small svelte-1d4neyn"></ul></details>`),cg=B(`<p class="small"> </p>`),lg=B(`<!> <!>`,1),ug=B(`<li class="small wraps"><b> </b> <span class="soft"> </span></li>`),dg=B(`<p><button>Try them again</button></p>`),fg=B(`<p class="small" role="status"> </p>`),pg=B(`<ul></ul> <p class="small soft">They are kept as they came: a better mapping takes them at the next sync.</p> <!> <!>`,1),mg=B(`<p class="small failed svelte-1d4neyn" role="alert"> </p>`),hg=B(`<li class="wraps"><code> </code> </li>`),gg=B(`<li class="wraps failed svelte-1d4neyn"> </li>`),_g=B(`<p class="small" role="status"> </p> <ul class="small"><!> <!></ul>`,1),vg=B(`<section class="card stack"><h2>Try the mapping</h2> <p class="small soft">Reads 100 records and says what would become of them; nothing is written.</p> <p><button class="main"> </button></p> <!> <!></section>`),yg=B(`<div class="grid two"><!> <div class="stack"><!> <!></div></div>`);function bg(e,t){Ge(t,!0);let n=new Ya(Oa,()=>({id:t.id})),r=k(()=>n.data?.connector),i=k(()=>R(r)?.objects.filter(e=>e.fields.length>0)??[]),a=k(()=>R(i).flatMap(e=>e.fields.filter(e=>e.target===null).map(t=>({object:e.name,...t})))),o=k(()=>R(r)?.runs.flatMap(e=>e.errors.map(t=>({at:e.queuedAt,...t})))??[]),s=k(()=>Eo(`fields-of-${t.id}`,[{head:`Object`,of:e=>e.object},{head:`Field`,of:e=>e.source},{head:`Becomes`,of:e=>e.target},{head:`By`,of:e=>e.transform},{head:`Filled`,kind:`share`,of:e=>e.coverage}],R(i).flatMap(e=>e.fields.map(t=>({object:e.name,...t}))))),c=k(()=>Eo(`set-aside-of-${t.id}`,[{head:`Run`,kind:`moment`,of:e=>e.at},{head:`Object`,of:e=>e.object},{head:`Record`,of:e=>e.recordId},{head:`Where`,of:e=>e.path},{head:`Why`,of:e=>e.message},{head:`Code`,of:e=>e.code}],R(o))),l=j(!1),u=j(null),d=j(``),f=j(``);async function p(){M(l,!0),M(f,``);try{await Ja(ja,{source:t.id}),M(f,`They are tried again with a run that waits for its turn.`)}catch(e){M(f,e instanceof Ka?e.message:String(e),!0)}M(l,!1)}async function m(){M(l,!0),M(d,``);try{M(u,(await Ja(Ma,{id:t.id})).data.dryRunSync)}catch(e){M(d,e instanceof Ka?e.message:String(e),!0)}M(l,!1)}var h=yg(),g=N(h);{let e=k(()=>n.data&&!R(r)?`There is no such source.`:null);$(g,{get title(){return`Fields of ${t.id??``}`},question:`What each becomes; what becomes of none`,get asking(){return n},get table(){return R(s)},get nothing(){return R(e)},children:(e,t)=>{var n=lg(),r=P(n);G(r,17,()=>R(i),e=>e.name,(e,t)=>{var n=sg(),r=N(n),i=N(r),a=F(i,!0),o=F(I(i,2));O(r);var s=I(r,2);G(s,21,()=>R(t).fields,Kr,(e,t)=>{var n=og(),r=N(n),i=F(r,!0),a=I(r),o=F(I(a),!0);O(n),L(e=>{U(i,R(t).source),U(a,` → ${R(t).target??`nothing`??``}${R(t).transform?` by ${R(t).transform}`:``} `),U(o,e)},[()=>R(t).coverage===null?``:`filled ${no(R(t).coverage)}`]),H(e,n)}),O(s),O(n),L(e=>{U(a,R(t).name),U(o,`→ ${e??``} · ${R(t).incremental?`what changed, by ${R(t).cursorField}`:`the whole each time`}${R(t).deletes?` · says what was deleted`:``}`)},[()=>R(t).mapsTo.join(`, `)||`nothing`]),H(e,n)});var o=I(r,2),s=e=>{var t=cg(),n=F(t);L(e=>U(n,`Not mapped: ${e??``}${R(a).length>20?` and ${R(a).length-20} more`:``}`),[()=>R(a).slice(0,20).map(e=>`${e.object}.${e.source}`).join(`, `)]),H(e,t)};W(o,e=>{R(a).length>0&&e(s)}),H(e,n)},$$slots:{default:!0}})}var _=I(g,2),v=N(_);{let e=k(()=>n.data&&R(o).length===0?`Nothing was set aside in the last runs.`:null);$(v,{title:`Set aside`,question:`Records that no account was made better by, and why`,get asking(){return n},get table(){return R(c)},get nothing(){return R(e)},children:(e,n)=>{var r=pg(),i=P(r);G(i,21,()=>R(o).slice(0,20),Kr,(e,t)=>{var n=ug(),r=N(n),i=F(r),a=I(r),o=F(I(a));O(n),L(()=>{U(i,`${R(t).object??``} ${R(t).recordId??``??``}`),U(a,` ${R(t).message??``} `),U(o,`${R(t).path??``??``} · ${R(t).code??``}`)}),H(e,n)}),O(i);var a=I(i,4),s=e=>{var t=dg(),n=F(t);L(()=>n.disabled=R(l)),z(`click`,n,p),H(e,t)};W(a,e=>{t.may&&R(o).length>0&&e(s)});var c=I(a,2),u=e=>{var t=fg(),n=F(t,!0);L(()=>U(n,R(f))),H(e,t)};W(c,e=>{R(f)&&e(u)}),H(e,r)},$$slots:{default:!0}})}var y=I(v,2),b=e=>{var t=vg(),n=I(N(t),4),r=N(n),i=F(r,!0);O(n);var a=I(n,2),o=e=>{var t=mg(),n=F(t,!0);L(()=>U(n,R(d))),H(e,t)};W(a,e=>{R(d)&&e(o)});var s=I(a,2),c=e=>{var t=_g(),n=P(t),r=F(n),i=I(n,2),a=N(i);G(a,17,()=>R(u).unmappedFields.slice(0,12),Kr,(e,t)=>{var n=hg(),r=N(n),i=F(r),a=I(r);O(n),L((e,n)=>{U(i,`${R(t).object??``}.${R(t).source??``}`),U(a,` is not mapped, filled ${e??``}${n??``}`)},[()=>no(R(t).coverage),()=>R(t).unlocks.length>0?`; it could become ${R(t).unlocks.join(`, `)}`:``]),H(e,n)}),G(I(a,2),17,()=>R(u).errors.slice(0,12),Kr,(e,t)=>{var n=gg(),r=F(n);L(()=>U(r,`${R(t).object??``} ${R(t).recordId??``??``}: ${R(t).message??``}`)),H(e,n)}),O(i),L((e,t)=>U(r,`${e??``} read, ${R(u).wouldWrite??``} would be written, ${R(u).rejected??``} set aside; ${R(u).matchedAccounts??``} known accounts, ${R(u).newAccounts??``} new. ${t??``}`),[()=>co(R(u).read,`record`),()=>R(u).kpisUnlocked.length>0?`It would feed ${R(u).kpisUnlocked.join(`, `)}.`:``]),H(e,t)};W(s,e=>{R(u)&&e(c)}),O(t),L(()=>{r.disabled=R(l),U(i,R(l)?`Trying…`:`Try`)}),z(`click`,r,m),H(e,t)};W(y,e=>{t.may&&e(b)}),O(_),O(h),H(e,h),Ke()}Cr([`click`]);var xg=B(`<p class="card small" role="status"> </p>`),Sg=B(`<p> <span class="soft"> </span></p>`),Cg=B(`<p class="small soft">It was never run.</p>`),wg=B(`<p class="soft"> </p>`),Tg=B(`<button>Sync now<span class="unseen"> </span></button>`),Eg=B(`<li class="svelte-1t1jvtg"><div><a><b class="wraps"> </b></a><p class="small soft"> </p></div> <div><span> </span><p class="small soft"> </p></div> <div class="runs svelte-1t1jvtg"></div> <div class="small"><p class="soft"> </p><!> <!></div></li>`),Dg=B(`<p class="small soft">Choose a source to see its fields, what was set aside, and to try its mapping.</p>`),Og=B(`<ul class="sources svelte-1t1jvtg"></ul> <!>`,1),kg=B(` <span class="soft small"> </span>`,1),Ag=B(`<td class="number"> <!></td>`),jg=B(`<tr><td class="wraps"> </td><td class="number"> <span class="soft small"> </span></td><td class="number"> <span class="soft small"> </span></td><!></tr>`),Mg=B(`<div class="holds svelte-1t1jvtg"><table><thead><tr><th>Source</th><th class="number">Accounts</th><th class="number">Contacts</th><th class="number">Duplicates</th><th class="number">Invalid VAT</th><th class="number">Invalid e-mail</th><th class="number">Invalid country</th><th class="number">Without owner</th></tr></thead><tbody></tbody></table></div> <p class="small soft">Records → what they are after matching. A dash: the source says no such thing.</p>`,1),Ng=B(`<div class="stack"><h1>Where it comes from</h1> <!> <!> <!> <!> <!></div>`);function Pg(e,t){Ge(t,!0);let n=new Ya(Da,()=>({}),`runs`),r=k(()=>n.data?.connectors??[]),i=k(()=>n.data?.viewer.orders.includes(`SOURCES`)??!1),a=k(()=>R(r).some(e=>e.runs.some(e=>e.state===`RUNNING`||e.state===`QUEUED`))),o=k(()=>Y.value(`source`));bn(()=>{if(!R(a)||Ba.open)return;let e=setInterval(()=>void n.again(),2e3);return()=>clearInterval(e)});let s=j(``);async function c(e){try{await Ja(Aa,{source:e}),M(s,`${e} is queued.`),await n.again()}catch(e){M(s,e instanceof Ka?e.message:String(e),!0)}}let l={OK:[`●`,`ok`],DEGRADED:[`▲`,`late`],STALE:[`▲`,`late`],SILENT:[`▲`,`late`],FAILED:[`▼`,`failed`],NEEDS_RECONNECT:[`▼`,`failed`],NEVER:[`○`,`never`]},u=e=>e.lastSuccess?Math.max(0,(Date.now()-Date.parse(e.lastSuccess))/1e3):null,d=e=>e.startedAt&&e.finishedAt?oo((Date.parse(e.finishedAt)-Date.parse(e.startedAt))/1e3):e.state===`RUNNING`?`running`:`–`,f=k(()=>Eo(`sources`,[{head:`Source`,of:e=>String(e.id)},{head:`Category`,kind:`code`,of:e=>e.category},{head:`State`,kind:`code`,of:e=>e.state},{head:`Last success`,kind:`moment`,of:e=>e.lastSuccess},{head:`Promised seconds`,kind:`number`,of:e=>e.intervalSeconds},{head:`Read`,kind:`number`,of:e=>e.runs[0]?.read},{head:`Written`,kind:`number`,of:e=>e.runs[0]?.written},{head:`Set aside`,kind:`number`,of:e=>e.runs[0]?.rejected},{head:`KPIs`,kind:`number`,of:e=>e.servesKpis.length}],R(r))),p=k(()=>Eo(`data-quality`,[{head:`Source`,of:e=>String(e.source)},{head:`Account records`,kind:`number`,of:e=>e.accountRecords},{head:`Accounts`,kind:`number`,of:e=>e.accounts},{head:`Contact records`,kind:`number`,of:e=>e.contactRecords},{head:`Contacts`,kind:`number`,of:e=>e.contacts},{head:`Duplicates`,kind:`share`,of:e=>e.duplicates.share},{head:`Invalid VAT`,kind:`share`,of:e=>e.invalidVat.share},{head:`Invalid e-mail`,kind:`share`,of:e=>e.invalidEmail.share},{head:`Invalid country`,kind:`share`,of:e=>e.invalidCountry.share},{head:`Without owner`,kind:`share`,of:e=>e.withoutOwner.share}],n.data?.dataQuality??[]));var m=Ng();ni(`1t1jvtg`,e=>{Cn(()=>{en.title=`Sources · Accord`})});var h=I(N(m),2),g=e=>{var t=xg(),n=F(t,!0);L(()=>U(n,R(s))),H(e,t)};W(h,e=>{R(s)&&e(g)});var _=I(h,2);{let e=k(()=>n.data&&R(r).length===0?`No source is connected: name one in accord.toml.`:null);$(_,{title:`Sources`,question:`Who speaks, how late, and what the last runs did`,get asking(){return n},get table(){return R(f)},get nothing(){return R(e)},children:(e,t)=>{var n=Og(),a=P(n);G(a,21,()=>R(r),e=>e.id,(e,t)=>{let n=k(()=>{let[e,n]=l[R(t).state]??[`○`,`never`];return{mark:e,tone:n}});var r=Eg(),a=N(r),s=N(a),f=F(N(s),!0);O(s);var p=F(I(s));O(a);var m=I(a,2),h=N(m),g=F(h),_=F(I(h));O(m);var v=I(m,2);G(v,21,()=>R(t).runs.slice(0,4),e=>e.id,(e,t)=>{var n=Sg();let r;var i=N(n),a=F(I(i));O(n),L((e,o,s,c,l,u,d)=>{r=K(n,1,`small svelte-1t1jvtg`,null,r,{late:R(t).state===`FAILED`||R(t).state===`PARTIAL`}),U(i,`${e??``}: ${o??``}, ${s??``} read, ${c??``} written, ${l??``} known${u??``} `),U(a,`(${d??``})`)},[()=>ao(R(t).startedAt??R(t).queuedAt),()=>Q(R(t).state),()=>Z(R(t).read,0),()=>Z(R(t).written,0),()=>Z(R(t).skipped,0),()=>R(t).rejected>0?`, ${Z(R(t).rejected,0)} set aside`:``,()=>d(R(t))]),H(e,n)},e=>{H(e,Cg())}),O(v);var y=I(v,2),b=N(y),x=F(b,!0),S=I(b),C=e=>{var n=wg(),r=F(n);L(()=>U(r,`${R(t).rateLimit.remaining??``} requests left`)),H(e,n)};W(S,e=>{R(t).rateLimit&&e(C)});var w=I(S,2),T=e=>{var n=Tg(),r=F(I(N(n)),!0);O(n),L(e=>{n.disabled=e,U(r,R(t).id)},[()=>R(t).runs.some(e=>e.state===`QUEUED`||e.state===`RUNNING`)]),z(`click`,n,()=>c(String(R(t).id))),H(e,n)};W(w,e=>{R(i)&&e(T)}),O(y),O(r),L((e,i,a,o,c,l)=>{q(r,`data-source`,R(t).id),q(s,`href`,e),U(f,R(t).id),U(p,`${R(t).kind??``} · ${i??``}${R(t).disconnectedAt?` · disconnected`:``}`),K(h,1,`state ${R(n).tone??``}`,`svelte-1t1jvtg`),U(g,`${R(n).mark??``} ${a??``}`),U(_,`${o??``}, promised ${c??``}`),U(x,l)},[()=>Y.with({source:R(o)===R(t).id?null:String(R(t).id)}),()=>Q(R(t).category),()=>Q(R(t).state),()=>u(R(t))===null?`never read`:`${oo(u(R(t)))} old`,()=>oo(R(t).intervalSeconds),()=>R(t).servesKpis.length>0?co(R(t).servesKpis.length,`KPI`):`serves no KPI`]),H(e,r)}),O(a);var s=I(a,2),f=e=>{H(e,Dg())};W(s,e=>{!R(o)&&R(r).length>0&&e(f)}),H(e,n)},$$slots:{default:!0}})}var v=I(_,2),y=e=>{var t=Nr();Gr(P(t),()=>R(o),e=>{bg(e,{get id(){return R(o)},get may(){return R(i)}})}),H(e,t)};W(v,e=>{R(o)&&e(y)});var b=I(v,2);ag(b,{get connectors(){return R(r)},get asking(){return n}});var x=I(b,2);{let e=k(()=>n.data?.dataQuality?.length===0?`No record was landed.`:null);$(x,{title:`Data quality`,question:`Which records are double, or say what cannot be`,get asking(){return n},get table(){return R(p)},get nothing(){return R(e)},children:(e,t)=>{var r=Mg(),i=P(r),a=N(i),o=I(N(a));G(o,21,()=>n.data?.dataQuality??[],e=>e.source,(e,t)=>{var n=jg(),r=N(n),i=F(r,!0),a=I(r),o=N(a),s=F(I(o));O(a);var c=I(a),l=N(c),u=F(I(l));O(c),G(I(c),17,()=>[R(t).duplicates,R(t).invalidVat,R(t).invalidEmail,R(t).invalidCountry,R(t).withoutOwner],Kr,(e,t)=>{var n=Ag(),r=N(n,!0),i=I(r),a=e=>{var n=kg(),r=P(n,!0);r.nodeValue=` `;var i=F(I(r));L(e=>U(i,`(${e??``})`),[()=>Z(R(t).records,0)]),H(e,n)};W(i,e=>{R(t).records>0&&e(a)}),O(n),L(e=>U(r,e),[()=>R(t).of===0?`–`:no(R(t).share,1)]),H(e,n)}),O(n),L((e,n,r,a)=>{U(i,R(t).source),U(o,`${e??``} `),U(s,`→ ${n??``}`),U(l,`${r??``} `),U(u,`→ ${a??``}`)},[()=>Z(R(t).accountRecords,0),()=>Z(R(t).accounts,0),()=>Z(R(t).contactRecords,0),()=>Z(R(t).contacts,0)]),H(e,n)}),O(o),O(a),O(i),Te(2),H(e,r)},$$slots:{default:!0}})}O(m),H(e,m),Ke()}Cr([`click`]);var Fg=B(` <a> </a>`,1),Ig=B(`<details class="small"><summary class="svelte-1ugfsz3"> </summary><!></details>`),Lg=B(`<p class="small soft"> <span class="wraps"> </span></p>`),Rg=B(`<li><p class="row"><b> </b> <span class="small soft"> </span></p> <p class="small"><!><!> · hit: <!></p> <!> <!></li>`),zg=B(`<ul></ul>`);function Bg(e,t){Ge(t,!0);let n=new Ya(_a,()=>({})),r=k(()=>n.data?.signals??[]),i=k(()=>Eo(`canaries`,[{head:`Rule`,kind:`code`,of:e=>e.rule},{head:`Raised`,kind:`day`,of:e=>e.raisedAt},{head:`Ended`,kind:`day`,of:e=>e.endedOn},{head:`Segment`,of:e=>e.segment?.name},{head:`Tickets, times`,kind:`number`,of:e=>e.ticketSpike},{head:`On time, points`,kind:`delta`,of:e=>e.onTimeDeltaPoints},{head:`Hit`,of:e=>e.accounts.map(e=>e.name).join(`, `)},{head:`Not yet hit`,kind:`number`,of:e=>e.membersNotYetHit.length}],R(r)));{let t=k(()=>n.data?.signals?.length===0?`No canary sang in 90 days.`:null);$(e,{title:`Canaries`,question:`Deliveries late and service calls up: a few customers’ trouble, or everybody’s?`,get asking(){return n},get table(){return R(i)},get nothing(){return R(t)},children:(e,t)=>{var n=zg();G(n,21,()=>R(r),e=>e.id,(e,t)=>{var n=Rg();let r;var i=N(n),a=N(i),o=F(a),s=F(I(a,2));O(i);var c=I(i,2),l=N(c),u=e=>{var n=Mr();L(e=>U(n,`tickets × ${e??``}`),[()=>Z(R(t).ticketSpike)]),H(e,n)};W(l,e=>{R(t).ticketSpike!==null&&e(u)});var d=I(l),f=e=>{var n=Mr();L(e=>U(n,`${R(t).ticketSpike===null?``:`, `}on time ${e??``} points`),[()=>ro(R(t).onTimeDeltaPoints)]),H(e,n)};W(d,e=>{R(t).onTimeDeltaPoints!==null&&e(f)}),G(I(d,2),19,()=>R(t).accounts,e=>e.id,(e,t,n)=>{Te();var r=Fg(),i=P(r,!0),a=I(i),o=F(a,!0);L(e=>{U(i,R(n)>0?`, `:``),q(a,`href`,e),U(o,R(t).name)},[()=>Qa(`/accounts/${R(t).id}`)]),H(e,r)}),O(c);var p=I(c,2),m=e=>{var n=Ig(),r=N(n),i=F(r);G(I(r),19,()=>R(t).membersNotYetHit,e=>e.id,(e,t,n)=>{Te();var r=Fg(),i=P(r,!0),a=I(i),o=F(a,!0);L(e=>{U(i,R(n)>0?`, `:``),q(a,`href`,e),U(o,R(t).name)},[()=>Qa(`/accounts/${R(t).id}`)]),H(e,r)}),O(n),L(e=>U(i,`${e??``} not hit yet: warn them`),[()=>co(R(t).membersNotYetHit.length,`member`)]),H(e,n)};W(p,e=>{R(t).membersNotYetHit.length>0&&e(m)}),G(I(p,2),17,()=>[R(t).suggested,R(t).structural],Kr,(e,t)=>{var n=Nr(),r=P(n),i=e=>{var n=Lg(),r=N(n),i=F(I(r));O(n),L(()=>{U(r,`→ ${R(t).title??``} `),U(i,`(${R(t).because??``})`)}),H(e,n)};W(r,e=>{R(t)&&e(i)}),H(e,n)}),O(n),L((e,i)=>{r=K(n,1,`svelte-1ugfsz3`,null,r,{ended:R(t).endedOn!==null}),U(o,`${R(t).endedOn?`○`:`▲`} ${R(t).rule===`SEGMENT`?`Whole segment: ${R(t).segment?.name??``}`:`Deliveries`}`),U(s,`since ${e??``}${i??``}`)},[()=>io(R(t).raisedAt),()=>R(t).endedOn?`, ended ${io(R(t).endedOn)}`:``]),H(e,n)}),O(n),H(e,n)},$$slots:{default:!0}})}Ke()}var Vg=B(`<select aria-label="Outcome" class="screen-only small"><option>Revenue kept, two quarters on</option><option>Renewed</option></select>`),Hg=V(`<line class="interval svelte-17c54bo" y1="6" y2="6"></line>`),Ug=V(`<!><rect width="2" y="1" height="10"></rect>`,1),Wg=B(`<span class="soft"> </span>`),Gg=B(`<b> </b> <span class="soft"> </span>`,1),Kg=B(`<li><span class="wraps small"> </span> <svg viewBox="0 0 100 12" preserveAspectRatio="none" role="img" class="svelte-17c54bo"><line class="zero svelte-17c54bo" y1="0" y2="12"></line><!></svg> <span class="small figure"><!></span></li>`),qg=B(`<ul></ul> <p class="small soft"></p>`,1);function Jg(e,t){Ge(t,!0);let n=e=>{var t=Vg(),n=N(t);n.value=n.__value=`NRR_NEXT_2Q`;var r=I(n);r.value=r.__value=`RENEWED`,O(t);var i;gi(t),L(()=>{i!==(i=R(a))&&(t.value=(t.__value=i)??``,hi(t,i))}),z(`change`,t,e=>Y.set({outcome:e.currentTarget.value})),H(e,t)},r=[`NRR_NEXT_2Q`,`RENEWED`],i=[`CHI`,`TRUST`,`NPS`,`DE1`,`DE2`,`IM1`,`AD1`,`AD3`,`SU1`,`SU2`,`SU3`,`BI1`,`RE1`,`RE3`],a=k(()=>r.find(e=>e===Y.value(`outcome`))??r[0]),o=new Ya(ha,()=>({outcome:R(a),metrics:i})),s=k(()=>new Map(o.data?.healthModel.stages.flatMap(e=>e.kpis).map(e=>[e.code,e.name]))),c=k(()=>[...o.data?.correlation??[]].sort((e,t)=>Math.abs(t.rho??0)-Math.abs(e.rho??0))),l=Nf([-1,1],[0,100]),u=e=>R(s).get(e.metric)??e.metric,d=k(()=>Eo(`drivers`,[{head:`Metric`,of:u},{head:`rho`,kind:`number`,of:e=>e.rho},{head:`From`,kind:`number`,of:e=>e.ciLow},{head:`To`,kind:`number`,of:e=>e.ciHigh},{head:`n`,kind:`number`,of:e=>e.n},{head:`Significant`,of:e=>e.significant?`yes`:`no`},{head:`Outcome per 10 points`,kind:`delta`,of:e=>e.slopePer10},{head:`Note`,of:e=>e.note}],R(c)));$(e,{title:`What goes with it`,question:`Which metric moves with the outcome? Association, not cause`,get asking(){return o},get table(){return R(d)},get beside(){return n},children:(e,t)=>{var n=qg(),r=P(n);G(r,21,()=>R(c),e=>e.metric,(e,t)=>{var n=Kg();let r;var i=N(n),a=F(i,!0),o=I(i,2),s=N(o),c=I(s),d=e=>{var n=Ug(),r=P(n),i=e=>{var n=Hg();L((e,t)=>{q(n,`x1`,e),q(n,`x2`,t)},[()=>l(R(t).ciLow),()=>l(R(t).ciHigh)]),H(e,n)};W(r,e=>{R(t).ciLow!==null&&R(t).ciHigh!==null&&e(i)});var a=I(r);let o;L(e=>{o=K(a,0,`rho svelte-17c54bo`,null,o,{sure:R(t).significant}),q(a,`x`,e)},[()=>l(R(t).rho)-1]),H(e,n)};W(c,e=>{R(t).rho!==null&&e(d)}),O(o);var f=I(o,2),p=N(f),m=e=>{var n=Wg(),r=F(n,!0);L(()=>U(r,R(t).note)),H(e,n)},h=e=>{var n=Gg(),r=P(n),i=F(r,!0),a=F(I(r,2));L((e,n)=>{U(i,e),U(a,`n ${n??``}${R(t).significant?`, significant`:``}`)},[()=>ro(R(t).rho,2),()=>Z(R(t).n,0)]),H(e,n)};W(p,e=>{R(t).rho===null?e(m):e(h,-1)}),O(f),O(n),L((e,i,c,l)=>{r=K(n,1,`svelte-17c54bo`,null,r,{faint:R(t).rho===null||R(t).n<20}),U(a,e),q(o,`aria-label`,i),q(s,`x1`,c),q(s,`x2`,l)},[()=>u(R(t)),()=>R(t).rho===null?`${u(R(t))}: ${R(t).note}`:`${u(R(t))}: ${Z(R(t).rho,2)}, from ${Z(R(t).ciLow,2)} to ${Z(R(t).ciHigh,2)}`,()=>l(0),()=>l(0)]),H(e,n)}),O(r);var i=I(r,2);i.textContent=`From −1 to 1; the bar is the 95 % interval, dark where it holds after the false-discovery rate. Faint: fewer than 20.`,H(e,n)},$$slots:{default:!0}}),Ke()}Cr([`change`]);var Yg=B(`Came: <b> </b> `,1),Xg=B(`<li class="svelte-5wr85o"><p class="row"><b class="wraps"> </b> <span class="small soft"> </span></p> <p class="small"> <!> </p></li>`),Zg=B(`<ul></ul>`);function Qg(e,t){Ge(t,!0);let n=new Ya(ya,()=>({})),r=k(()=>n.data?.initiatives??[]),i={WORKED:`it worked`,WORSE:`it became worse`,NO_EFFECT:`no effect was seen`,TOO_EARLY:`too early to say`,NO_CONTROL:`nobody comparable was left out, so nothing can be said`},a=k(()=>Eo(`initiatives`,[{head:`Initiative`,of:e=>e.name},{head:`Status`,kind:`code`,of:e=>e.status},{head:`Reach`,kind:`number`,of:e=>e.reach},{head:`Cost`,kind:`money`,of:e=>e.cost},{head:`Forecast`,kind:`money`,of:e=>e.forecast.benefit},{head:`Realised`,kind:`money`,of:e=>e.realised?.benefit},{head:`Effect on health`,kind:`delta`,of:e=>e.realised?.healthDelta},{head:`Standard error`,kind:`number`,of:e=>e.realised?.standardError},{head:`Verdict`,kind:`code`,of:e=>e.verdict}],R(r)));{let t=k(()=>n.data&&R(r).length===0?`No initiative is written down; createInitiative forecasts one with the models in force.`:null);$(e,{title:`Initiatives`,question:`Did it work, what is it worth?`,get asking(){return n},get table(){return R(a)},get nothing(){return R(t)},children:(e,t)=>{var n=Zg();G(n,21,()=>R(r),e=>e.id,(e,t)=>{var n=Xg(),r=N(n),a=N(r),o=F(a,!0),s=F(I(a,2));O(r);var c=I(r,2),l=N(c),u=I(l),d=e=>{var n=Yg(),r=I(P(n)),i=F(r,!0),a=I(r);L((e,t,n)=>{U(i,e),U(a,`, health ${t??``} ± ${n??``}.`)},[()=>X(R(t).realised.benefit),()=>ro(R(t).realised.healthDelta),()=>Z(R(t).realised.standardError)]),H(e,n)};W(u,e=>{R(t).realised&&e(d)});var f=I(u);O(c),O(n),L((e,n,r,a,c,u)=>{U(o,R(t).name),U(s,`${e??``} since ${n??``} · ${r??``}, ${R(t).peers??``} to compare · cost ${a??``}`),U(l,`Forecast: ${c??``}, health ${u??``}. `),U(f,` ${(R(t).verdict?i[R(t).verdict]:`not judged yet`)??``}`)},[()=>Q(R(t).status),()=>io(R(t).start),()=>co(R(t).reach,`account`),()=>X(R(t).cost),()=>X(R(t).forecast.benefit),()=>ro(R(t).forecast.healthDelta)]),H(e,n)}),O(n),H(e,n)},$$slots:{default:!0}})}Ke()}var $g=B(`<p class="small late svelte-1kmaxw9" role="alert"> </p>`),e_=B(`<a> </a>`),t_=B(`<p class="small wraps"> </p>`),n_=B(`<button class="bare small">Acknowledge<span class="unseen"> </span></button>`),r_=B(`<p class="row screen-only"><!><button class="bare small">Close…<span class="unseen"> </span></button></p>`),i_=B(`<li class="svelte-1kmaxw9"><p class="small wraps"><!> <span class="soft"> </span></p> <!> <p> </p> <!></li>`),a_=B(`<p class="small soft"> </p>`),o_=B(`<div><h3 class="svelte-1kmaxw9"> <span class="soft"> </span></h3> <ul></ul> <!></div>`),s_=B(`<!> <div class="board svelte-1kmaxw9"></div>`,1),c_=B(`<!> <dialog aria-label="Close the loop" class="svelte-1kmaxw9"><form class="stack"><h2> </h2> <label class="small svelte-1kmaxw9">What we did<textarea rows="3" required=""></textarea></label> <label class="small check svelte-1kmaxw9"><input type="checkbox"/> The customer was told</label> <p class="row"><button class="main" type="submit">Close</button><button type="button">Not now</button></p></form></dialog>`,1);function l_(e,t){Ge(t,!0);let n=new Ya(va,()=>({filter:Za()})),r=k(()=>n.data?.viewer.orders.includes(`ACTING`)??!1),i=k(()=>[...n.data?.openLoops??[]].sort((e,t)=>(e.loop?.dueAt??``).localeCompare(t.loop?.dueAt??``))),a=[[`NEW`,`Heard`],[`ACK`,`Acknowledged`],[`ACTED`,`Acted on, not told yet`]],o=j(null),s=j(``),c=j(!0),l=j(``),u=j(void 0);async function d(e){try{await e(),M(l,``),await n.again()}catch(e){M(l,e instanceof Ka?e.message:String(e),!0)}}function f(e){M(o,e),(e=>{var t=m(e,2);M(s,t[0],!0),M(c,t[1],!0)})([``,!0]),R(u)?.showModal()}async function p(e){e.preventDefault();let t=R(o);R(u)?.close(),t&&await d(()=>Ja(Sa,{id:t.id,did:R(s),told:R(c)}))}let h=k(()=>Eo(`open-loops`,[{head:`Account`,of:e=>e.account?.name,to:e=>e.account?Qa(`/accounts/${e.account.id}`):null},{head:`When`,kind:`day`,of:e=>e.at},{head:`Survey`,kind:`code`,of:e=>e.kind},{head:`Score`,kind:`number`,of:e=>e.score},{head:`State`,kind:`code`,of:e=>e.loop?.state},{head:`Due`,kind:`moment`,of:e=>e.loop?.dueAt},{head:`Late`,of:e=>e.loop?.overdue?`yes`:`no`},{head:`Owner`,of:e=>e.loop?.owner?.name}],R(i)));var g=c_(),_=P(g);{let e=k(()=>n.data&&R(i).length===0?`Nobody waits for an answer.`:null);$(_,{title:`Open loops`,question:`Have we heard, acted, told them?`,get asking(){return n},get table(){return R(h)},get nothing(){return R(e)},children:(e,t)=>{var n=s_(),o=P(n),s=e=>{var t=$g(),n=F(t,!0);L(()=>U(n,R(l))),H(e,t)};W(o,e=>{R(l)&&e(s)});var c=I(o,2);G(c,21,()=>a,([e,t])=>e,(e,t)=>{var n=k(()=>m(R(t),2));let a=()=>R(n)[0],o=()=>R(n)[1],s=k(()=>R(i).filter(e=>e.loop?.state===a()));var c=o_(),l=N(c),u=N(l),p=F(I(u),!0);O(l);var h=I(l,2);G(h,21,()=>R(s).slice(0,6),e=>e.id,(e,t)=>{var n=i_(),i=N(n),o=N(i),s=e=>{var n=e_(),r=F(n,!0);L(e=>{q(n,`href`,e),U(r,R(t).account.name)},[()=>Qa(`/accounts/${R(t).account.id}`)]),H(e,n)};W(o,e=>{R(t).account&&e(s)});var c=F(I(o,2));O(i);var l=I(i,2),u=e=>{var n=t_(),r=F(n);L(e=>U(r,`“${e??``}${R(t).text.length>140?`…`:``}”`),[()=>R(t).text.slice(0,140)]),H(e,n)};W(l,e=>{R(t).text&&e(u)});var p=I(l,2);let m;var h=F(p),g=I(p,2),_=e=>{var n=r_(),r=N(n),i=e=>{var n=n_(),r=F(I(N(n)),!0);O(n),L(()=>U(r,R(t).account?.name??``)),z(`click`,n,()=>d(()=>Ja(xa,{id:R(t).id}))),H(e,n)};W(r,e=>{a()===`NEW`&&e(i)});var o=I(r),s=F(I(N(o)),!0);O(o),O(n),L(()=>U(s,R(t).account?.name??``)),z(`click`,o,()=>f(R(t))),H(e,n)};W(g,e=>{R(r)&&e(_)}),O(n),L((e,n)=>{U(c,`${R(t).kind??`comment`??``} ${e??``}`),m=K(p,1,`small svelte-1kmaxw9`,null,m,{late:R(t).loop?.overdue}),U(h,`${R(t).loop?.overdue?`▼ late since`:`due`} ${n??``}${R(t).loop?.owner?.name?` · ${R(t).loop.owner.name}`:``}`)},[()=>Z(R(t).score),()=>io(R(t).loop?.dueAt)]),H(e,n)}),O(h);var g=I(h,2),_=e=>{var t=a_(),n=F(t);L(()=>U(n,`and ${R(s).length-6} more: see the table`)),H(e,t)};W(g,e=>{R(s).length>6&&e(_)}),O(c),L(()=>{U(u,`${o()??``} `),U(p,R(s).length)}),H(e,c)}),O(c),H(e,n)},$$slots:{default:!0}})}var v=I(_,2),y=N(v),b=N(y),x=F(b),S=I(b,2),C=I(N(S));rt(C),O(S);var w=I(S,2),T=N(w);Ci(T),Te(),O(w);var ee=I(w,2),te=I(N(ee));O(ee),O(y),O(v),Fi(v,e=>M(u,e),()=>R(u)),L(()=>U(x,`Close the loop${R(o)?.account?` with ${R(o).account.name}`:``}`)),Sr(`submit`,y,p),Oi(C,()=>R(s),e=>M(s,e)),ki(T,()=>R(c),e=>M(c,e)),z(`click`,te,()=>R(u)?.close()),H(e,g),Ke()}Cr([`click`]);var u_=B(` <span class="flag small svelte-y1ir5n">leads</span>`,1),d_=B(` <span class="small soft"> </span>`,1),f_=B(`<span class="small soft"> </span>`),p_=B(`<b> </b>`),m_=B(`<li><span class="wraps"> <!><!></span> <span class="small soft"> </span> <!></li>`),h_=B(`<ul></ul>`);function g_(e,t){Ge(t,!0);let n=new Ya(ba,()=>({filter:Za()})),r=k(()=>n.data?.metricTree),i=k(()=>(R(r)?.nodes??[]).flatMap(e=>[{depth:0,node:e},...e.children.flatMap(e=>[{depth:1,node:e},...e.children.map(e=>({depth:2,node:e}))])])),a=k(()=>Eo(`metric-hierarchy`,[{head:`Metric`,of:e=>`${`  `.repeat(e.depth)}${e.node.name}`},{head:`Level`,kind:`code`,of:e=>e.node.metric?.level},{head:`Class`,of:e=>e.node.metric?.classes.map(Q).join(`, `)},{head:`Owner`,of:e=>e.node.metric?.owner},{head:`Weight`,kind:`number`,of:e=>e.node.weight},{head:`Value`,kind:`number`,of:e=>e.node.value},{head:`Known`,kind:`share`,of:e=>e.node.known}],R(i)));{let t=k(()=>R(r)?`${R(r).name}: ${Z(R(r).value)} of 100, from ${co(R(r).accounts,`account`)}, ${no(R(r).known)} known`:`Which metric serves which goal?`);$(e,{title:`Metrics and what they serve`,get question(){return R(t)},get asking(){return n},get table(){return R(a)},children:(e,t)=>{var n=h_();G(n,21,()=>R(i),Kr,(e,t)=>{let n=()=>R(t).depth,i=()=>R(t).node;var a=m_();let o;var s=N(a),c=N(s,!0),l=I(c),u=e=>{var t=u_(),n=P(t,!0);n.nodeValue=` `,Te(),H(e,t)};W(l,e=>{i().code===R(r)?.lead&&e(u)});var d=I(l),f=e=>{var t=d_(),n=P(t,!0);n.nodeValue=` `;var r=F(I(n));L(e=>U(r,`${e??``} · ${i().metric.owner??``}`),[()=>Q(i().metric.level)]),H(e,t)};W(d,e=>{i().metric&&e(f)}),O(s);var p=I(s,2),m=F(p),h=I(p,2),g=e=>{var t=f_(),n=F(t,!0);L(()=>U(n,i().reason??`not measured`)),H(e,t)},_=e=>{var t=p_(),n=F(t,!0);L((e,r)=>{K(t,1,e,`svelte-y1ir5n`),U(n,r)},[()=>ai(qf(i().value)),()=>Z(i().value)]),H(e,t)};W(h,e=>{i().value===null?e(g):e(_,-1)}),O(a),L(e=>{o=K(a,1,`depth${n()??``}`,`svelte-y1ir5n`,o,{lead:i().code===R(r)?.lead}),U(c,i().name),U(m,`×${e??``}`)},[()=>Z(i().weight,2)]),H(e,a)}),O(n),H(e,n)},$$slots:{default:!0}})}Ke()}var __=B(` <span class="small soft"> </span>`,1),v_=B(` <span class="soft"> </span>`,1),y_=B(`<div><p class="small soft"> <span class="wraps"> </span></p> <p class="value svelte-3pzh4q"> <!></p> <p class="small soft"> </p> <p class="small"></p></div>`),b_=B(`<div class="grid answers svelte-3pzh4q"></div>`),x_=B(`<li> </li>`),S_=B(`<p class="small"> </p>`),C_=B(`<li class="svelte-3pzh4q"><p class="row"><a><b> </b></a> <span class="small soft"> </span></p> <p class="small soft wraps"> </p> <ul class="row small"></ul> <!></li>`),w_=B(`<ul class="segments svelte-3pzh4q"></ul>`),T_=B(`<p class="nothing"> </p>`),E_=B(`<li class="small"><b> </b> <span class="soft"> </span></li>`),D_=B(`<ul></ul>`),O_=B(`<div class="stack"><h1>How it is to be our customer</h1> <!> <div class="grid two"><!> <!></div> <!> <div class="grid two"><!> <div class="stack"><!> <!></div> <!></div></div>`);function k_(e,t){Ge(t,!0);let n=new Ya(ma,()=>({filter:Za()})),r=new Ya(pa,()=>({})),i=new Ya(ga,()=>({})),a=k(()=>{let e=n.data;return e?[e.nps,e.csat,e.ces5,e.ces7,e.neteasy].filter(e=>e!==null).filter(e=>e.n>0):[]}),o=k(()=>Eo(`surveys`,[{head:`Survey`,of:e=>e.kind},{head:`Value`,kind:`number`,of:e=>e.value},{head:`Margin of error`,kind:`number`,of:e=>e.marginOfError},{head:`Answers`,kind:`number`,of:e=>e.n},{head:`Accounts`,kind:`number`,of:e=>e.accounts},{head:`Since 90 days`,kind:`delta`,of:e=>e.delta},{head:`Scale`,of:e=>e.scale},{head:`Formula`,of:e=>e.formula}],R(a))),s=k(()=>Eo(`segments`,[{head:`Segment`,of:e=>e.name,to:e=>`/?segment=${encodeURIComponent(String(e.id))}`},{head:`Accounts`,kind:`number`,of:e=>e.accountCount},{head:`Median health`,kind:`number`,of:e=>e.health?.median},{head:`NRR %`,kind:`number`,of:e=>e.nrr},{head:`GRR %`,kind:`number`,of:e=>e.grr},{head:`Moments`,kind:`number`,of:e=>e.momentsThatMatter.length},{head:`Measured`,kind:`number`,of:e=>e.momentsThatMatter.filter(e=>e.measured).length}],r.data?.segments??[])),c=k(()=>Eo(`beacon`,[{head:`Metric`,of:e=>e.metric},{head:`Role`,kind:`code`,of:e=>e.role},{head:`n`,kind:`number`,of:e=>e.n},{head:`Events`,kind:`number`,of:e=>e.events},{head:`AUC`,kind:`number`,of:e=>e.auc},{head:`Brier`,kind:`number`,of:e=>e.brier},{head:`Verdict`,of:e=>e.verdict}],i.data?.beaconTest??[])),l=k(()=>(i.data?.beaconTest??[]).filter(e=>e.auc!==null));var u=O_();ni(`3pzh4q`,e=>{Cn(()=>{en.title=`Experience · Accord`})});var d=I(N(u),2);{let e=k(()=>n.data&&R(a).length===0?`Nobody was asked in a year.`:null);$(d,{title:`What they say`,question:`Each survey on its own scale; role-weighted, with what it rests on`,get asking(){return n},get table(){return R(o)},get nothing(){return R(e)},children:(e,t)=>{var n=b_();G(n,21,()=>R(a),e=>e.kind,(e,t)=>{var n=y_(),r=N(n),i=N(r),a=F(I(i));O(r);var o=I(r,2),s=N(o,!0),c=I(s),l=e=>{var n=__(),r=P(n,!0);r.nodeValue=` `;var i=F(I(r));L(e=>U(i,`± ${e??``}`),[()=>Z(R(t).marginOfError)]),H(e,n)};W(c,e=>{R(t).marginOfError!==null&&e(l)}),O(o);var u=I(o,2),d=F(u),f=I(u,2);G(f,23,()=>R(t).byRole.filter(e=>e.n>0),e=>e.role,(e,t,n)=>{Te();var r=v_(),i=P(r),a=F(I(i));L((e,r)=>{U(i,`${R(n)>0?` · `:``}${e??``} ${r??``} `),U(a,`(${R(t).n??``})`)},[()=>Q(R(t).role),()=>Z(R(t).value,0)]),H(e,r)}),O(f),O(n),L((e,n,r,o,c)=>{U(i,`${R(t).kind??``} `),U(a,`(${R(t).scale??``})`),U(s,e),U(d,`${n??``}, ${r??``}${o??``}${c??``}`)},[()=>Z(R(t).value),()=>co(R(t).n,`answer`),()=>co(R(t).accounts,`account`),()=>R(t).delta===null?``:`, ${ro(R(t).delta)} in 90 days`,()=>R(t).status===`OK`?``:` · ${Q(R(t).status)}`]),H(e,n)}),O(n),H(e,n)},$$slots:{default:!0}})}var f=I(d,2),p=N(f);$(p,{title:`Moments that matter`,question:`By segment: which moments weigh more, and do we measure them?`,get asking(){return r},get table(){return R(s)},children:(e,t)=>{var n=w_();G(n,21,()=>(r.data?.segments??[]).filter(e=>e.accountCount!==0),e=>e.id,(e,t)=>{var n=C_(),r=N(n),i=N(r),a=F(N(i),!0);O(i);var o=F(I(i,2));O(r);var s=I(r,2),c=F(s,!0),l=I(s,2);G(l,21,()=>R(t).momentsThatMatter,Kr,(e,t)=>{var n=x_();let r;var i=F(n);L((e,a)=>{r=K(n,1,`moment svelte-3pzh4q`,null,r,{blind:!R(t).measured}),U(i,`${R(t).measured?`★`:`☆`} ${e??``} ×${a??``}${R(t).measured?``:`, not measured`}`)},[()=>Q(R(t).touchpoint),()=>Z(R(t).weightMultiplier)]),H(e,n)}),O(l),G(I(l,2),17,()=>(R(t).targets??[]).filter(e=>e.gap!==null&&e.gap<0).slice(0,2),Kr,(e,t)=>{var n=S_(),r=F(n);L((e,n)=>U(r,`▼ ${R(t).name??``}: ${e??``}, meant to be ${n??``} (${R(t).membersBelow??``} below)`),[()=>Z(R(t).median),()=>Z(R(t).target)]),H(e,n)}),O(n),L((e,n,r,s)=>{q(i,`href`,e),U(a,R(t).name),U(o,`${n??``}health ${r??``} · NRR ${s??``}`),U(c,R(t).definition)},[()=>`/?segment=${encodeURIComponent(String(R(t).id))}`,()=>R(t).accountCount===null?``:`${co(R(t).accountCount,`account`)} · `,()=>Z(R(t).health?.median,0),()=>R(t).nrr===null?`–`:`${Z(R(t).nrr,0)} %`]),H(e,n)}),O(n),H(e,n)},$$slots:{default:!0}}),Jg(I(p,2),{}),O(f);var m=I(f,2);l_(m,{});var h=I(m,2),g=N(h);Bg(g,{});var _=I(g,2),v=N(_);Qg(v,{}),$(I(v,2),{title:`Beacon test`,question:`Which metric tells beforehand who renews, by role?`,get asking(){return i},get table(){return R(c)},children:(e,t)=>{var n=Nr(),r=P(n),a=e=>{var t=T_(),n=F(t,!0);L(()=>U(n,i.data?.beaconTest?.[0]?.verdict??`Nothing was tested.`)),H(e,t)},o=e=>{var t=D_();G(t,21,()=>R(l),Kr,(e,t)=>{var n=E_(),r=N(n),i=F(r,!0),a=I(r),o=F(I(a));O(n),L((e,n)=>{U(i,R(t).metric),U(a,`${e??``}: AUC ${n??``} `),U(o,`(n ${R(t).n??``}, ${R(t).events??``} events) ${R(t).verdict??``}`)},[()=>R(t).role?` of ${Q(R(t).role)}`:``,()=>Z(R(t).auc,2)]),H(e,n)}),O(t),H(e,t)};W(r,e=>{R(l).length===0?e(a):e(o,-1)}),H(e,n)},$$slots:{default:!0}}),O(_),g_(I(_,2),{}),O(h),O(u),H(e,u),Ke()}var A_=B(` <span class="soft small"> </span>`,1),j_=B(`<tr><th scope="row" class="svelte-3ketjl"> <!></th><td class="wraps"> </td><td class="wraps"> </td><td class="number"><b> </b></td><td class="bars svelte-3ketjl"><span></span></td></tr>`),M_=B(`<table class="waterfall svelte-3ketjl"><thead><tr><th>What</th><th>These say</th><th>The others say</th><th class="number">Weight</th><th class="bars svelte-3ketjl"><span class="unseen">Waterfall</span></th></tr></thead><tbody><!><tr class="sum svelte-3ketjl"><th scope="row" class="svelte-3ketjl">Sum</th><td class="svelte-3ketjl"></td><td class="svelte-3ketjl"></td><td class="number svelte-3ketjl"><b> </b></td><td class="svelte-3ketjl"><b> </b> likely one</td></tr></tbody></table>`);function N_(e,t){Ge(t,!0);let n=k(()=>{let e=0;return t.reasons.map(t=>{let n=e;return e+=t.weight,{reason:t,from:n,to:e}})}),r=k(()=>t.reasons.reduce((e,t)=>e+t.weight,0)),i=k(()=>[0,...R(n).map(e=>e.to)]),a=k(()=>Nf([Math.min(...R(i)),Math.max(...R(i))],[2,98]));var o=M_(),s=I(N(o)),c=N(s);G(c,17,()=>R(n),Kr,(e,t)=>{let n=()=>R(t).reason,r=()=>R(t).from,i=()=>R(t).to;var o=j_(),s=N(o),c=N(s,!0),l=I(c),u=e=>{var t=A_(),r=P(t,!0);r.nodeValue=` `;var i=F(I(r),!0);L(e=>U(i,e),[()=>Q(n().outcome)]),H(e,t)};W(l,e=>{n().outcome&&e(u)}),O(s);var d=I(s),f=F(d,!0),p=I(d),m=F(p,!0),h=I(p),g=N(h);let _;var v=F(g,!0);O(h);var y=I(h),b=N(y);let x,S;O(y),O(o),L((e,t,r)=>{U(c,n().field),U(f,n().left??`–`),U(m,n().right??`–`),_=K(g,1,`svelte-3ketjl`,null,_,{for:n().weight>0,against:n().weight<0}),U(v,e),x=K(b,1,`bar svelte-3ketjl`,null,x,{for:n().weight>0}),S=fi(b,``,S,{left:t,width:r})},[()=>ro(n().weight,2),()=>`${R(a)(Math.min(r(),i()))??``}%`,()=>`${Math.max(.5,Math.abs(R(a)(i())-R(a)(r())))}%`]),H(e,o)});var l=I(c),u=I(N(l),3),d=F(N(u),!0);O(u);var f=I(u),p=F(N(f),!0);Te(),O(f),O(l),O(s),O(o),L((e,t)=>{U(d,e),U(p,t)},[()=>ro(R(r),2),()=>no(t.score,1)]),H(e,o),Ke()}var P_=B(`<li><button class="pair svelte-1y5n03e"><b class="wraps"> </b> <span class="small soft wraps"> </span></button></li>`),F_=B(`<ol class="svelte-1y5n03e"></ol>`),I_=B(`<a rel="noreferrer external"> </a>`),L_=B(`<div><p class="small soft"></p><p class="wraps"><!></p><p class="small soft"> </p></div>`),R_=B(`<label class="small svelte-1y5n03e">Why (kept with the decision)<input type="text" maxlength="500"/></label> <p class="row"><button class="main">Same (s)</button><button>Different (d)</button><span class="small soft">j and k walk the list</span></p>`,1),z_=B(`<p class="small soft">Your role looks on; it may not decide.</p>`),B_=B(`<section class="card stack" aria-label="The pair"><div class="grid two"></div> <p class="small"> </p> <!> <!></section>`),V_=B(`<li class="row small"><span class="wraps"> <b> </b></span> <button class="bare">Take back</button></li>`),H_=B(`<section class="card"><h2>Decided just now</h2><ul></ul></section>`),U_=B(`<p class="small"> <!></p> <!>`,1),W_=B(`<div class="grid two keys svelte-1y5n03e"><label class="small svelte-1y5n03e">One record<input type="text" placeholder="hubspot companies 9100000777"/></label> <label class="small svelte-1y5n03e">Another<input type="text" placeholder="zendesk organizations 12"/></label></div> <!>`,1),G_=B(`<div class="stack"><div class="row top svelte-1y5n03e"><h1>Who is who</h1> <span class="row" role="group" aria-label="What is reviewed"><button>Accounts</button> <button>Contacts</button></span></div> <p class="small said svelte-1y5n03e" role="status"> </p> <div class="grid desk svelte-1y5n03e"><!> <div class="stack"><!> <!> <!></div></div></div>`);function K_(e,t){Ge(t,!0);let n=k(()=>Y.value(`kind`)===`CONTACT`?`CONTACT`:`ACCOUNT`),r=new Ya(Ca,()=>({kind:R(n),first:50}),!1),i=k(()=>r.data?.viewer.orders.includes(`IDENTITY`)??!1),a=j([]),o=k(()=>r.answered?.kind===R(n)),s=k(()=>(R(o)?r.data?.identityReview??[]:[]).filter(e=>!R(a).some(t=>t.pair.id===e.id))),c=j(0),l=k(()=>R(s)[Math.min(R(c),R(s).length-1)]),u=j(``);bn(()=>{R(l)?.id,M(u,``)});let d=j(``),f=j(!1),p=e=>`${e.system} ${e.object} ${e.recordId}`;async function h(e){if(!R(l)||R(f)||!R(i))return;M(f,!0);let t=R(l);try{await Ja(Ta,{id:t.id,same:e,reason:R(u)||null}),M(a,[{pair:t,same:e},...R(a)]),M(d,`${p(t.left)} and ${p(t.right)}: ${e?`the same`:`different`}.`),M(u,``)}catch(e){M(d,e instanceof Ka?e.message:String(e),!0)}M(f,!1),await fr()}async function g(e){try{await Ja(Ea,{id:e.pair.id}),M(a,R(a).filter(t=>t!==e)),M(d,`Taken back.`)}catch(e){M(d,e instanceof Ka?e.message:String(e),!0)}}function _(e){if(!(e.target.closest(`input, textarea, select, dialog`)||e.metaKey||e.ctrlKey||e.altKey)){if(e.key===`j`||e.key===`ArrowDown`)M(c,Math.min(R(s).length-1,R(c)+1),!0);else if(e.key===`k`||e.key===`ArrowUp`)M(c,Math.max(0,R(c)-1),!0);else if(e.key===`s`)h(!0);else if(e.key===`d`)h(!1);else return;e.preventDefault()}}let v=k(()=>Eo(`review`,[{head:`Left`,of:e=>p(e.left)},{head:`Right`,of:e=>p(e.right)},{head:`At stake`,kind:`money`,of:e=>e.money},{head:`Likely one`,kind:`share`,of:e=>e.score},{head:`Joined now`,of:e=>e.merged?`yes`:`no`}],R(s))),y=e=>{let[t,n,...r]=e.trim().split(/\s+/);return t&&n&&r.length>0?{system:t,object:n,recordId:r.join(` `)}:null},b=k(()=>[y(Y.value(`left`)),y(Y.value(`right`))]),x=k(()=>m(R(b),2)),S=k(()=>R(x)[0]),C=k(()=>R(x)[1]),w=new Ya(wa,()=>R(S)&&R(C)?{kind:R(n),left:R(S),right:R(C)}:null,!1),T=k(()=>R(S)&&R(C)&&!w.why?w.data?.whyMatch:null);var ee=G_();ni(`1y5n03e`,e=>{Cn(()=>{en.title=`Review · Accord`})}),Sr(`keydown`,en,_);var te=N(ee),ne=I(N(te),2),re=N(ne),ie=I(re,2);O(ne),O(te);var ae=I(te,2),oe=F(ae,!0),se=I(ae,2),ce=N(se);{let e=k(()=>r.data&&R(s).length===0?`Nothing is in doubt.`:null);$(ce,{title:`To be looked at`,question:`Doubtful pairs, by the money at stake`,get asking(){return r},get table(){return R(v)},get nothing(){return R(e)},children:(e,t)=>{var n=F_();G(n,23,()=>R(s),e=>e.id,(e,t,n)=>{var r=P_(),i=N(r),a=N(i),o=F(a,!0),s=F(I(a,2));O(i),O(r),L((e,n,r)=>{q(i,`aria-current`,R(t).id===R(l)?.id?`true`:void 0),U(o,e),U(s,`${R(t).left.system??``} ~ ${R(t).right.system??``} · ${n??``} · ${R(t).merged?`joined`:`apart`} · ${r??``}`)},[()=>R(t).reasons.find(e=>e.left)?.left??p(R(t).left),()=>no(R(t).score),()=>X(R(t).money)]),z(`click`,i,()=>M(c,R(n),!0)),H(e,r)}),O(n),H(e,n)},$$slots:{default:!0}})}var le=I(ce,2),ue=N(le),de=e=>{var t=B_(),r=N(t);G(r,21,()=>[R(l).left,R(l).right],Kr,(e,t,n)=>{var r=L_(),i=N(r);i.textContent=n===0?`These`:`The others`;var a=I(i),o=N(a),s=e=>{var n=I_(),r=F(n,!0);L(e=>{q(n,`href`,R(t).url),U(r,e)},[()=>p(R(t))]),H(e,n)},c=k(()=>R(t).url?.startsWith(`http`)),l=e=>{var n=Mr();L(e=>U(n,e),[()=>p(R(t))]),H(e,n)};W(o,e=>{R(c)?e(s):e(l,-1)}),O(a);var u=F(I(a));O(r),L(e=>U(u,`observed ${e??``}`),[()=>io(R(t).observedAt)]),H(e,r)}),O(r);var a=I(r,2),o=F(a),s=I(a,2);N_(s,{get reasons(){return R(l).reasons},get score(){return R(l).score}});var c=I(s,2),d=e=>{var t=R_(),n=P(t),r=I(N(n));Ci(r),O(n);var i=I(n,2),a=N(i),o=I(a);Te(),O(i),L(()=>{a.disabled=R(f),o.disabled=R(f)}),Oi(r,()=>R(u),e=>M(u,e)),z(`click`,a,()=>h(!0)),z(`click`,o,()=>h(!1)),H(e,t)},m=e=>{H(e,z_())};W(c,e=>{R(i)?e(d):e(m,-1)}),O(t),L(e=>{q(t,`data-pair`,R(l).id),U(o,`${R(l).merged?`They are one ${R(n)===`CONTACT`?`person`:`account`} now.`:`They are apart now.`} ${e??``}`)},[()=>R(l).money?`${X(R(l).money)} a year hang on it.`:``]),H(e,t)};W(ue,e=>{R(l)&&e(de)});var fe=I(ue,2),pe=e=>{var t=H_(),n=I(N(t));G(n,21,()=>R(a),e=>e.pair.id,(e,t)=>{var n=V_(),r=N(n),i=N(r),a=F(I(i),!0);O(r);var o=I(r,2);O(n),L((e,n)=>{U(i,`${e??``} ~ ${n??``}: `),U(a,R(t).same?`same`:`different`)},[()=>p(R(t).pair.left),()=>p(R(t).pair.right)]),z(`click`,o,()=>g(R(t))),H(e,n)}),O(n),O(t),H(e,t)};W(fe,e=>{R(a).length>0&&e(pe)});var me=I(fe,2);{let e=k(()=>R(S)&&R(C)?w:void 0);$(me,{title:`Why are these two one, or not?`,question:`Any two records: system, object and record`,get asking(){return R(e)},children:(e,t)=>{var n=W_(),r=P(n),i=N(r),a=I(N(i));Ci(a),O(i);var o=I(i,2),s=I(N(o));Ci(s),O(o),O(r);var c=I(r,2),l=e=>{var t=U_(),n=P(t),r=N(n),i=I(r),a=e=>{var t=Mr();L(e=>U(t,`${R(T).verdict.saidBy??`Somebody`??``} said ${R(T).verdict.same?`same`:`different`} on ${e??``}${R(T).verdict.reason?`: ${R(T).verdict.reason}`:``}`),[()=>io(R(T).verdict.saidAt)]),H(e,t)};W(i,e=>{R(T).verdict&&e(a)}),O(n),N_(I(n,2),{get reasons(){return R(T).reasons},get score(){return R(T).score}}),L(()=>U(r,`${R(T).apart?`They must stay apart.`:``} `)),H(e,t)};W(c,e=>{R(T)&&e(l)}),L((e,t)=>{wi(a,e),wi(s,t)},[()=>Y.value(`left`),()=>Y.value(`right`)]),z(`change`,a,e=>Y.set({left:e.currentTarget.value})),z(`change`,s,e=>Y.set({right:e.currentTarget.value})),H(e,n)},$$slots:{default:!0}})}O(le),O(se),O(ee),L(()=>{q(re,`aria-pressed`,R(n)===`ACCOUNT`),q(ie,`aria-pressed`,R(n)===`CONTACT`),U(oe,R(d))}),z(`click`,re,()=>{M(c,0),Y.set({kind:null})}),z(`click`,ie,()=>{M(c,0),Y.set({kind:`CONTACT`})}),H(e,ee),Ke()}Cr([`click`,`change`]);var q_=`accord.sign-in`,J_=()=>`${location.origin}/sign-in`,Y_=e=>btoa(String.fromCharCode(...e)).replaceAll(`+`,`-`).replaceAll(`/`,`_`).replaceAll(`=`,``),X_=()=>Y_(crypto.getRandomValues(new Uint8Array(32)));async function Z_(){let e=await fetch(`/sign-in/offers`,{headers:{accept:`application/json`}});return e.ok?(await e.json()).offers:[]}var Q_=()=>globalThis.isSecureContext;async function $_(e){let t=location.pathname===`/sign-in`?`/`:`${location.pathname}${location.search}`,n={issuer:e.issuer,state:X_(),nonce:X_(),verifier:X_(),back:t},r=await crypto.subtle.digest(`SHA-256`,new TextEncoder().encode(n.verifier));sessionStorage.setItem(q_,JSON.stringify(n));let i=new URL(e.authorize),a={response_type:`code`,client_id:e.clientId,redirect_uri:J_(),scope:e.scope,state:n.state,nonce:n.nonce,code_challenge:Y_(new Uint8Array(r)),code_challenge_method:`S256`};for(let[e,t]of Object.entries(a))i.searchParams.set(e,t);location.assign(i)}async function ev(e){let t=JSON.parse(sessionStorage.getItem(q_)??`null`);sessionStorage.removeItem(q_);let n=e.get(`error`);if(n)throw Error(`Your identity provider says: ${e.get(`error_description`)??n}`);let r=e.get(`iss`);if(!t||e.get(`state`)!==t.state||r&&r!==t.issuer)throw Error(`This answer was not asked for in this tab. Sign in again.`);let{issuer:i,nonce:a,verifier:o}=t,s={issuer:i,code:e.get(`code`)??``,verifier:o,nonce:a,redirect:J_()},c=await fetch(`/sign-in/token`,{method:`POST`,headers:{"content-type":`application/json`},body:JSON.stringify(s)}),l=await c.json();if(!l.token)throw Error(`The hub does not let you in: ${l.errors?.[0]?.message??c.status}`);return{token:l.token,back:t.back}}var tv=B(`<p class="refused svelte-69no60" role="alert"> </p>`),nv=B(`<button class="main" type="button"> </button>`),rv=B(`<p class="small soft">Signing in needs https, or the address <code>localhost</code>.</p>`),iv=B(`<main class="door svelte-69no60"><form class="card stack svelte-69no60"><h1>Sign in</h1> <p class="soft">This hub wants to know who asks. An API key is made by <code>accord key create --name me --role cx-lead</code>; a token comes from your identity provider.</p> <!> <!> <!> <label class="stack svelte-69no60"><span class="small">API key or token</span> <input type="password" autocomplete="current-password" required=""/></label> <p class="small soft">It is kept in this tab alone and forgotten when the tab closes.</p> <button type="submit"> </button></form></main>`);function av(e,t){Ge(t,!0);let n=j(``),r=j([]),i=j(null),a=k(()=>R(i)??(Ra.credential===``?null:Ra.refusal));zi(async()=>{try{if(Y.path===`/sign-in`&&Y.search.has(`state`)){let e=Y.search;Y.go(`/sign-in`,!0);let{token:t,back:n}=await ev(e);Y.go(n,!0),Ra.signIn(t);return}}catch(e){M(i,e instanceof Error?e.message:String(e),!0)}M(r,await Z_().catch(()=>[]))});function o(e){e.preventDefault(),R(n).trim()&&(Y.path===`/sign-in`&&Y.go(`/`,!0),Ra.signIn(R(n).trim()))}var s=iv(),c=N(s),l=I(N(c),4),u=e=>{var t=tv(),n=F(t,!0);L(()=>U(n,R(a))),H(e,t)};W(l,e=>{R(a)&&e(u)});var d=I(l,2);G(d,17,()=>R(r),e=>e.issuer,(e,t)=>{var n=nv(),r=F(n);L(e=>{n.disabled=e,U(r,`Sign in with ${R(t).name??``}`)},[()=>!Q_()]),z(`click`,n,()=>$_(R(t))),H(e,n)});var f=I(d,2),p=e=>{H(e,rv())},m=k(()=>R(r).length>0&&!Q_());W(f,e=>{R(m)&&e(p)});var h=I(f,2),g=I(N(h),2);Ci(g),O(h);var _=I(h,4),v=F(_,!0);O(c),O(s),L(()=>{K(_,1,ai(R(r).length>0?``:`main`)),U(v,R(r).length>0?`Sign in by key or token`:`Sign in`)}),Sr(`submit`,c,o),Oi(g,()=>R(n),e=>M(n,e)),H(e,s),Ke()}Cr([`click`]);var ov=V(`<line class="rule svelte-9xzr0z"></line><text text-anchor="middle"> </text>`,1),sv=V(`<line class="rule svelte-9xzr0z"></line><text text-anchor="end"> </text>`,1),cv=V(`<circle></circle>`),lv=V(`<circle class="ring svelte-9xzr0z"></circle>`),uv=B(`<div role="status"><b> </b> <span> </span> <span class="soft"> </span></div>`),dv=B(`· <b> </b> `,1),fv=B(`<div class="plane svelte-9xzr0z"><svg role="application" tabindex="0"><rect class="risk svelte-9xzr0z"></rect><!><!><line class="edge svelte-9xzr0z"></line><line class="edge svelte-9xzr0z"></line><line class="line svelte-9xzr0z"></line><line class="line svelte-9xzr0z"></line><text text-anchor="middle">revenue at risk, share of a year’s →</text><text text-anchor="middle">expected growth, share (root scale) →</text><!><text class="corner svelte-9xzr0z" text-anchor="end">at risk</text><text class="corner svelte-9xzr0z">at growth</text><text class="corner svelte-9xzr0z" text-anchor="end">both</text><!></svg> <!></div> <p class="small soft legend svelte-9xzr0z"><span class="red svelte-9xzr0z">● red</span> <span class="amber svelte-9xzr0z">● amber</span> <span class="green svelte-9xzr0z">● green</span> health · area: revenue a year · hollow: little is known <!></p>`,1);function pv(e,t){Ge(t,!0);let[n,r]=[.15,.1],i={left:52,right:14,top:16,bottom:40},a=j(720),o=new Ya(Fa,()=>({filter:Za(),after:null})),s=(e,t)=>t!==null&&e.currency?{amount:t,currency:e.currency}:null,c=j({after:null,rows:[]});bn(()=>{let e=o.data?.accountFacts,t=o.variables;if(!e?.pageInfo.hasNextPage||!t)return;let n=new AbortController;return(async()=>{let r=e.pageInfo.endCursor,i=[];for(;r&&!n.signal.aborted;){let a=(await Ja(Fa,{...t,after:r},n.signal)).data.accountFacts;if(!a)return;i.push(...a.nodes),r=a.pageInfo.hasNextPage?a.pageInfo.endCursor:null,M(c,{after:e,rows:[...i]})}})().catch(()=>{}),()=>n.abort()});let l=k(()=>[...o.data?.accountFacts?.nodes??[],...R(c).after===o.data?.accountFacts?R(c).rows:[]]),u=e=>e.riskShare!==null&&e.growthShare!==null,d=k(()=>R(l).filter(u)),f=k(()=>R(l).filter(e=>!u(e))),p=k(()=>{let e=R(f).flatMap(e=>e.arrReporting&&e.currency?[{amount:e.arrReporting,currency:e.currency}]:[]);return e[0]?{amount:String(e.reduce((e,t)=>e+Number(t.amount),0)),currency:e[0].currency}:null});function m(e,t){let n=e.toSorted((e,t)=>e-t);return Math.max(t*2.2,Math.min(n.at(-1)??0,(n[Math.floor(n.length*.98)]??0)*1.15))}let h=k(()=>m(R(d).map(e=>e.riskShare??0),n)),g=k(()=>m(R(d).map(e=>e.growthShare??0),r)),_=k(()=>Nf([0,R(h)],[i.left+16,R(a)-i.right-16]).clamp(!0)),v=k(()=>Bf([0,R(g)],[430-i.bottom-16,i.top+16]).clamp(!0)),y=k(()=>Bf([0,Math.max(1,...R(d).map(e=>Number(e.arrReporting??0)))],[2.5,R(d).length>800?12:18])),b=k(()=>R(d).map(e=>({it:e,cx:R(_)(e.riskShare??0),cy:R(v)(e.growthShare??0),r:R(y)(Number(e.arrReporting??0)),tone:(e.chiBand??`UNKNOWN`).toLowerCase(),hollow:e.chiConfidence===`LOW`||!e.chiBand})).sort((e,t)=>t.r-e.r)),x=k(()=>R(b).toSorted((e,t)=>Number(t.it.atRisk??0)-Number(e.it.atRisk??0))),S=j(null),C=k(()=>R(b).find(e=>e.it.accountId===R(S))??null),w=j(void 0);function T(e){let t=R(w)?.getBoundingClientRect();if(!t)return;let[n,r]=[(e.clientX-t.left)/t.width*R(a),(e.clientY-t.top)/t.height*430],i=null,o=14;for(let e of R(b)){let t=Math.hypot(e.cx-n,e.cy-r)-e.r;t<=Math.max(0,o)&&(t<o||t<=0)&&([i,o]=[e,Math.max(t,0)])}M(S,i?.it.accountId??null,!0)}function ee(e){let t=R(x).findIndex(e=>e.it.accountId===R(S)),n={ArrowRight:1,ArrowDown:1,ArrowLeft:-1,ArrowUp:-1}[e.key];n?(M(S,R(x)[Math.min(R(x).length-1,Math.max(0,t+n))]?.it.accountId??null,!0),e.preventDefault()):e.key===`Enter`&&R(S)!==null?Y.go(Qa(`/accounts/${R(S)}`)):e.key===`Escape`&&M(S,null)}function te(){R(S)!==null&&Y.go(Qa(`/accounts/${R(S)}`))}let ne=k(()=>Eo(`risk-and-growth`,[{head:`Account`,of:e=>e.name,to:e=>Qa(`/accounts/${e.accountId}`)},{head:`Position`,kind:`code`,of:e=>e.position},{head:`Risk share`,kind:`share`,of:e=>e.riskShare},{head:`Growth share`,kind:`share`,of:e=>e.growthShare},{head:`At risk`,kind:`money`,of:e=>s(e,e.atRisk)},{head:`Growth`,kind:`money`,of:e=>s(e,e.growthExpected)},{head:`A year`,kind:`money`,of:e=>s(e,e.arrReporting)},{head:`Health`,kind:`number`,of:e=>e.chi},{head:`Band`,kind:`code`,of:e=>e.chiBand},{head:`Confidence`,kind:`code`,of:e=>e.chiConfidence}],R(l).toSorted((e,t)=>Number(t.atRisk??0)-Number(e.atRisk??0))));{let t=k(()=>o.data&&R(l).length===0?`No account meets what is chosen above.`:null);$(e,{title:`Risk and growth`,question:`Where is money in danger, where can it grow?`,get asking(){return o},get table(){return R(ne)},get nothing(){return R(t)},children:(e,t)=>{var o=fv(),c=P(o),l=N(c);let u;var m=N(l),h=I(m);G(h,16,()=>R(_).ticks(R(a)<520?4:6),e=>e,(e,t)=>{var n=ov(),r=P(n),a=I(r),o=F(a,!0);L((e,t,n,s)=>{q(r,`x1`,e),q(r,`x2`,t),q(r,`y1`,430-i.bottom),q(r,`y2`,430-i.bottom+4),q(a,`x`,n),q(a,`y`,430-i.bottom+16),U(o,s)},[()=>R(_)(t),()=>R(_)(t),()=>R(_)(t),()=>no(t)]),H(e,n)});var g=I(h);G(g,16,()=>R(v).ticks(5),e=>e,(e,t)=>{var n=sv(),r=P(n),a=I(r),o=F(a,!0);L((e,t,n,s)=>{q(r,`x1`,i.left-4),q(r,`x2`,i.left),q(r,`y1`,e),q(r,`y2`,t),q(a,`x`,i.left-8),q(a,`y`,n),U(o,s)},[()=>R(v)(t),()=>R(v)(t),()=>R(v)(t)+4,()=>no(t)]),H(e,n)});var y=I(g),x=I(y),ne=I(x),re=I(ne),ie=I(re);q(ie,`y`,426);var ae=I(ie),oe=I(ae);G(oe,17,()=>R(b),e=>e.it.accountId,(e,t)=>{var n=cv();let r;L(()=>{r=K(n,0,`bubble moves ${R(t).tone??``}`,`svelte-9xzr0z`,r,{hollow:R(t).hollow}),q(n,`cx`,R(t).cx),q(n,`cy`,R(t).cy),q(n,`r`,R(t).r),q(n,`data-account`,R(t).it.accountId)}),H(e,n)});var se=I(oe),ce=I(se),le=I(ce),ue=I(le),de=e=>{var t=lv();L(()=>{q(t,`cx`,R(C).cx),q(t,`cy`,R(C).cy),q(t,`r`,R(C).r+4)}),H(e,t)};W(ue,e=>{R(C)&&e(de)}),O(l),Fi(l,e=>M(w,e),()=>R(w));var fe=I(l,2),pe=e=>{var t=uv();let n,r;var i=N(t),o=F(i,!0),c=I(i,2),l=F(c),u=F(I(c,2));O(t),L((e,i,s,c,d,f)=>{n=K(t,1,`tip small svelte-9xzr0z`,null,n,{left:R(C).cx>R(a)*.6,below:R(a)<520}),r=fi(t,``,r,{left:R(a)<520?null:`${R(C).cx/R(a)*100}%`,top:`${(R(C).cy+(R(a)<520?R(C).r:0))/430*100}%`}),U(o,R(C).it.name),U(l,`${e??``} at risk (${i??``}), ${s??``} growth`),U(u,`${c??``} a year · health ${d??``}, ${f??``}${R(C).hollow?`, low confidence`:``}`)},[()=>X(s(R(C).it,R(C).it.atRisk)),()=>no(R(C).it.riskShare),()=>X(s(R(C).it,R(C).it.growthExpected)),()=>X(s(R(C).it,R(C).it.arrReporting)),()=>Z(R(C).it.chi,0),()=>Q(R(C).it.chiBand)]),H(e,t)};W(fe,e=>{R(C)&&e(pe)}),O(c);var me=I(c,2),he=I(N(me),6),ge=e=>{var t=dv(),n=I(P(t)),r=F(n,!0),i=I(n);L((e,t)=>{U(r,e),U(i,`${t??``} where nobody can tell: see the table`)},[()=>co(R(f).length,`account`),()=>R(p)?` (${X(R(p))} a year)`:``]),H(e,t)};W(he,e=>{R(f).length>0&&e(ge)}),O(me),L((e,t,n,r,o,s,c)=>{q(l,`viewBox`,`0 0 ${R(a)??``} 430`),q(l,`aria-label`,`${e??``} by risk and growth. Arrow keys walk from the most money at risk, Enter opens.`),u=K(l,0,`svelte-9xzr0z`,null,u,{points:R(S)!==null}),q(m,`x`,t),q(m,`y`,i.top),q(m,`width`,n),q(m,`height`,430-i.bottom-i.top),q(y,`x1`,i.left),q(y,`x2`,R(a)-i.right),q(y,`y1`,430-i.bottom),q(y,`y2`,430-i.bottom),q(x,`x1`,i.left),q(x,`x2`,i.left),q(x,`y1`,i.top),q(x,`y2`,430-i.bottom),q(ne,`x1`,r),q(ne,`x2`,o),q(ne,`y1`,i.top),q(ne,`y2`,430-i.bottom),q(re,`x1`,i.left),q(re,`x2`,R(a)-i.right),q(re,`y1`,s),q(re,`y2`,c),q(ie,`x`,(R(a)+i.left)/2),q(ae,`transform`,`translate(12 ${(430-i.bottom)/2}) rotate(-90)`),q(se,`x`,R(a)-i.right-6),q(se,`y`,430-i.bottom-8),q(ce,`x`,i.left+8),q(ce,`y`,i.top+12),q(le,`x`,R(a)-i.right-6),q(le,`y`,i.top+12)},[()=>co(R(d).length,`account`),()=>R(_)(n),()=>Math.max(0,R(a)-i.right-R(_)(n)),()=>R(_)(n),()=>R(_)(n),()=>R(v)(r),()=>R(v)(r)]),z(`pointermove`,l,T),Sr(`pointerleave`,l,()=>M(S,null)),z(`click`,l,te),z(`keydown`,l,ee),Ni(c,`clientWidth`,e=>M(a,e)),H(e,o)},$$slots:{default:!0}})}Ke()}Cr([`pointermove`,`click`,`keydown`]);var mv=B(`· <a href="/sources"> </a>`,1),hv=B(`<p class="soft small"> <!> <!></p>`),gv=B(`<p class="card" role="alert"> </p>`),_v=B(`<p class="small soft"> </p>`),vv=B(`<li> </li>`),yv=B(`<p class="small"> </p>`),bv=B(`<p class="small soft">Next</p> <p><b> </b></p> <p class="small soft"> </p> <!>`,1),xv=B(`<p class="nothing">Nothing is advised: what is known gives no reason for a certain step.</p>`),Sv=B(`<section class="card first svelte-hm7qji" aria-label="The first call"><div class="whom"><p class="small soft">Call first</p> <h2 class="svelte-hm7qji"><a class="svelte-hm7qji"> </a></h2> <p class="tags svelte-hm7qji"><!> <!></p> <!></div> <div class="because"><p class="money svelte-hm7qji"> <span class="soft svelte-hm7qji"> </span></p> <ul class="reasons svelte-hm7qji"></ul></div> <div class="then"><!> <!> <!></div></section>`),Cv=B(`<div class="grid headlines svelte-hm7qji"><!> <!> <!> <!> <!></div>`),wv=B(` <span class="soft"> </span>`,1),Tv=B(` <a> </a>`,1),Ev=B(`<li class="svelte-hm7qji"><p><b> </b><!> <span class="soft small"> </span></p> <!> <p class="small soft"><!> </p></li>`),Dv=B(`<ul class="signals svelte-hm7qji"></ul>`),Ov=B(`<span class="small soft" title="Like for like, 4 weeks"> </span>`),kv=B(`<b> </b>`),Av=B(`<span class="nothing">nothing advised</span>`),jv=B(`<li class="svelte-hm7qji"><span class="place soft svelte-hm7qji"> </span> <div class="name"><a><b> </b></a> <p class="small soft"> </p></div> <div class="score svelte-hm7qji"><!> <!></div> <div class="risk svelte-hm7qji"><b> </b><p class="small soft"> </p></div> <div class="why small svelte-hm7qji"> </div> <div class="next small svelte-hm7qji"><!></div></li>`),Mv=B(`<ol class="ranked svelte-hm7qji"></ol> <!>`,1),Nv=B(`<div class="stack"><div class="row top svelte-hm7qji"><h1>Whom to call first</h1> <!></div> <!> <!> <!> <div class="grid wide-left"><!> <!></div> <!></div>`);function Pv(e,t){Ge(t,!0);let n=new Ya(Na,()=>({filter:Za()})),r=new Ya(Pa,()=>Ga.today?{filter:{...Za(),renewalBefore:lo(Ga.today,91)}}:null),i=k(()=>n.data),a=k(()=>R(i)?.executiveSummary),o=k(()=>R(i)?.accounts?.nodes??[]),s=k(()=>R(o)[0]),c=k(()=>r.data?.portfolio?.[0]),l=k(()=>R(i)?.openLoops?.filter(e=>e.loop?.overdue).length??0),u=k(()=>{let e=R(i)?.connectors?.flatMap(e=>e.lastSuccess?[Date.parse(e.lastSuccess)]:[])??[];return e.length>0?Math.max(0,(Date.now()-Math.min(...e))/1e3):null}),d=k(()=>{let e=new Map;for(let t of R(i)?.signals??[]){let n=`${t.rule} ${t.segment?.name??``}`;e.set(n,[...e.get(n)??[],t])}return[...e.values()].map(e=>({first:e[0],latest:e.map(e=>e.raisedAt).toSorted().at(-1),accounts:[...new Map(e.flatMap(e=>e.accounts).map(e=>[e.id,e])).values()]}))}),f=k(()=>R(i)?.connectors?.filter(e=>e.state!==`OK`).length??0),p=k(()=>Eo(`call-first`,[{head:`Account`,of:e=>e.name,to:e=>Qa(`/accounts/${e.id}`)},{head:`At risk`,kind:`money`,of:e=>e.opportunity?.atRisk},{head:`A year`,kind:`money`,of:e=>e.opportunity?.arr},{head:`Growth`,kind:`money`,of:e=>e.opportunity?.growthExpected},{head:`Position`,kind:`code`,of:e=>e.position},{head:`Health`,kind:`number`,of:e=>e.health?.value},{head:`From`,kind:`number`,of:e=>e.health?.low},{head:`To`,kind:`number`,of:e=>e.health?.high},{head:`Coverage`,kind:`share`,of:e=>e.health?.coverage},{head:`Trust`,kind:`number`,of:e=>e.trust?.value},{head:`Renewal`,kind:`day`,of:e=>e.nextRenewal?.end},{head:`Owner`,of:e=>e.owner?.name},{head:`Next`,of:e=>e.recommendations?.[0]?.title}],R(o)));var m=Nv();ni(`hm7qji`,e=>{Cn(()=>{en.title=`Customers · Accord`})});var h=N(m),g=I(N(h),2),_=e=>{var t=hv(),n=N(t),r=I(n),i=e=>{var t=Mr();L(e=>U(t,`· oldest source read ${e??``} ago`),[()=>oo(R(u))]),H(e,t)};W(r,e=>{R(u)!==null&&e(i)});var o=I(r,2),s=e=>{var t=mv(),n=F(I(P(t)));L(e=>U(n,`${e??``} behind`),[()=>co(R(f),`source`)]),H(e,t)};W(o,e=>{R(f)>0&&e(s)}),O(t),L((e,r,i)=>{q(t,`data-as-of`,R(a).asOf),U(n,`As of ${e??``} · ${r??``} · coverage ${i??``} `)},[()=>io(R(a).asOf),()=>co(R(a).accounts,`account`),()=>no(R(a).coverage)]),H(e,t)};W(g,e=>{R(a)&&e(_)}),O(h);var v=I(h,2),y=e=>{var t=gv(),r=F(t,!0);L(()=>U(r,n.why.message)),H(e,t)};W(v,e=>{n.why&&!R(i)&&e(y)});var b=I(v,2),x=e=>{let t=k(()=>R(s).recommendations?.[0]);var n=Sv(),r=N(n),i=I(N(r),2),a=N(i),o=F(a,!0);O(i);var c=I(i,2),l=N(c);{let e=k(()=>R(s).health?.band),t=k(()=>R(s).health?.value??null),n=k(()=>R(s).health?.confidence);To(l,{get band(){return R(e)},get value(){return R(t)},get confidence(){return R(n)}})}Jo(I(l,2),{get position(){return R(s).position}}),O(c);var u=I(c,2),d=e=>{var t=_v(),n=F(t);L(e=>U(n,`health of 100, ${e??``} confidence`),[()=>Q(R(s).health.confidence)]),H(e,t)};W(u,e=>{R(s).health&&e(d)}),O(r);var f=I(r,2),p=N(f),m=N(p),h=F(I(m));O(p);var g=I(p,2);G(g,21,()=>is(R(s)).slice(0,4),Kr,(e,t)=>{var n=vv(),r=F(n,!0);L(()=>{K(n,1,ai(R(t).weight),`svelte-hm7qji`),U(r,R(t).said)}),H(e,n)}),O(g),O(f);var _=I(f,2),v=N(_),y=e=>{var n=bv(),r=I(P(n),2),i=F(N(r),!0);O(r);var a=I(r,2),o=F(a,!0),s=I(a,2),c=e=>{var n=yv(),r=F(n);L(e=>U(r,`expected to bring ${e??``}`),[()=>X(R(t).expectedValue)]),H(e,n)};W(s,e=>{R(t).expectedValue&&e(c)}),L(e=>{U(i,R(t).title),U(o,e)},[()=>R(t).because.join(` · `)]),H(e,n)},b=e=>{H(e,xv())};W(v,e=>{R(t)?e(y):e(b,-1)});var x=I(v,2),S=e=>{var t=_v(),n=F(t);L(()=>U(n,`Owner: ${R(s).owner.name??``}`)),H(e,t)};W(x,e=>{R(s).owner?.name&&e(S)});var C=I(x,2),w=e=>{var t=_v(),n=F(t);L(()=>U(n,`Ask for ${R(s).champion.contact.name??`the champion`??``}`)),H(e,t)};W(C,e=>{R(s).champion&&!R(s).champion.left&&e(w)}),O(_),O(n),L((e,t,r)=>{q(n,`data-first`,R(s).id),q(a,`href`,e),U(o,R(s).name),U(m,`${t??``} `),U(h,`at risk${r??``}`)},[()=>Qa(`/accounts/${R(s).id}`),()=>X(R(s).opportunity?.atRisk),()=>R(s).opportunity?.arr?` of ${X(R(s).opportunity?.arr)} a year`:``]),H(e,n)};W(b,e=>{R(s)&&e(x)});var S=I(b,2),C=e=>{var t=Cv(),n=N(t);{let e=k(()=>X(R(a).atRisk)),t=k(()=>R(a).unknownAtRisk&&Number(R(a).unknownAtRisk.amount)>0?`and ${X(R(a).unknownAtRisk)} where nobody can tell`:`in the next 12 months`);gh(n,{label:`At risk`,get value(){return R(e)},tone:`red`,get note(){return R(t)}})}var r=I(n,2);{let e=k(()=>X(R(a).growthExpected));gh(r,{label:`Growth expected`,get value(){return R(e)},tone:`green`,note:`in the next 12 months`})}var o=I(r,2);{let e=k(()=>X(R(c)?.arr)),t=k(()=>R(c)?`${co(R(c).accounts,`account`)}, ${X(R(c).atRisk)} at risk`:`none is due`);gh(o,{label:`Renewals in 90 days`,get value(){return R(e)},get note(){return R(t)}})}var s=I(o,2);{let e=k(()=>(R(i)?.openLoops?.length??0)>=200?`200+`:Z(R(i)?.openLoops?.length??null,0)),t=k(()=>R(i)?.openLoops===null?`not for your role`:R(l)>0?`${R(l)>=200?`200+`:R(l)} past the day we promised`:`none is late`),n=k(()=>R(l)>0?`red`:`plain`);gh(s,{label:`Open feedback`,get value(){return R(e)},get note(){return R(t)},get tone(){return R(n)}})}var u=I(s,2);{let e=k(()=>X(R(a).arr)),t=k(()=>`median health ${Z(R(a).health.median)}`);gh(u,{label:`Revenue a year`,get value(){return R(e)},get note(){return R(t)}})}O(t),H(e,t)};W(S,e=>{R(a)&&e(C)});var w=I(S,2),T=N(w);pv(T,{});var ee=I(T,2);{let e=k(()=>R(i)?.signals?.length===0?`No signal is open.`:null);$(ee,{title:`What is going on`,question:`Signals of the last 60 days that are still open`,get asking(){return n},get nothing(){return R(e)},children:(e,t)=>{var n=Dv();G(n,21,()=>R(d),Kr,(e,t)=>{let n=()=>R(t).first,r=()=>R(t).latest,i=()=>R(t).accounts;var a=Nr(),o=P(a),s=e=>{var t=Ev(),a=N(t),o=N(a),s=F(o,!0),c=I(o),l=e=>{var t=wv(),r=P(t,!0);r.nodeValue=` `;var i=F(I(r));L(()=>U(i,`in ${n().segment.name??``}`)),H(e,t)};W(c,e=>{n().segment&&e(l)});var u=I(c,1,!0);u.nodeValue=` `;var d=F(I(u));O(a);var f=I(a,2),p=e=>{var t=yv(),r=F(t);L(()=>U(r,`→ ${n().suggested.title??``}`)),H(e,t)};W(f,e=>{n().suggested&&e(p)});var m=I(f,2),h=N(m);G(h,19,()=>i().slice(0,6),e=>e.id,(e,t,n,r)=>{Te();var i=Tv(),a=P(i,!0),o=I(a),s=F(o,!0);L(e=>{U(a,R(n)>0?`, `:``),q(o,`href`,e),U(s,R(t).name)},[()=>Qa(`/accounts/${R(t).id}`)]),H(e,i)});var g=I(h,1,!0);O(m),O(t),L((e,t)=>{U(s,Yo[n().rule]),U(d,`· ${e??``} · ${t??``}`),U(g,i().length>6?` and ${i().length-6} more`:``)},[()=>co(i().length,`account`),()=>io(r())]),H(e,t)};W(o,e=>{n()&&e(s)}),H(e,a)}),O(n),H(e,n)},$$slots:{default:!0}})}O(w);var te=I(w,2);{let e=k(()=>R(i)&&R(o).length===0?`No account meets what is chosen above.`:null);$(te,{title:`By money at risk`,question:`Who needs us this week, why, and what to do next`,get asking(){return n},get table(){return R(p)},get nothing(){return R(e)},children:(e,t)=>{var n=Mv(),r=P(n);G(r,23,()=>R(o),e=>e.id,(e,t,n)=>{let r=k(()=>R(t).recommendations?.[0]);var i=jv(),a=N(i),o=F(a,!0),s=I(a,2),c=N(s),l=F(N(c),!0);O(c);var u=F(I(c,2),!0);O(s);var d=I(s,2),f=N(d);{let e=k(()=>R(t).health?.band),n=k(()=>R(t).health?.value??null),r=k(()=>R(t).health?.confidence);To(f,{get band(){return R(e)},get value(){return R(n)},get confidence(){return R(r)}})}var p=I(f,2),m=e=>{var n=Ov(),r=F(n,!0);L(e=>U(r,e),[()=>ro(R(t).health.trend.likeForLike)]),H(e,n)};W(p,e=>{R(t).health?.trend.likeForLike&&e(m)}),O(d);var h=I(d,2),g=N(h),_=F(g,!0),v=F(I(g));O(h);var y=I(h,2),b=F(y,!0),x=I(y,2),S=N(x),C=e=>{var t=kv(),n=F(t);L(()=>U(n,`→ ${R(r).title??``}`)),H(e,t)},w=e=>{H(e,Av())};W(S,e=>{R(r)?e(C):e(w,-1)}),O(x),O(i),L((e,r,a,s,d)=>{q(i,`data-account`,R(t).id),U(o,R(n)+1),q(c,`href`,e),U(l,R(t).name),U(u,r),U(_,a),U(v,`of ${s??``}`),U(b,d)},[()=>Qa(`/accounts/${R(t).id}`),()=>[R(t).country,R(t).owner?.name].filter(Boolean).join(` · `),()=>X(R(t).opportunity?.atRisk),()=>X(R(t).opportunity?.arr),()=>is(R(t)).slice(0,3).map(e=>e.said).join(` · `)]),H(e,i)}),O(r);var a=I(r,2),s=e=>{var t=_v(),n=F(t);L(e=>U(n,`The first ${R(o).length??``} of ${e??``}; the quadrant has them all.`),[()=>Z(R(i).accounts.totalCount,0)]),H(e,t)};W(a,e=>{R(i)?.accounts&&R(i).accounts.totalCount>R(o).length&&e(s)}),H(e,n)},$$slots:{default:!0}})}O(m),H(e,m),Ke()}var Fv=B(`<h1>Nothing is here</h1> <p>There is no page at <code> </code>. <a href="/">To the start</a></p>`,1),Iv=B(`<a class="skip svelte-1n46o8q" href="#content">To the content</a> <!> <main id="content" tabindex="-1" class="svelte-1n46o8q"><!></main>`,1);function Lv(e,t){Ge(t,!0);let n=k(()=>Y.path.split(`/`).filter(Boolean).map(decodeURIComponent)),r=k(()=>R(n)[0]??``);bn(()=>{if(Ra.turn,Ra.refusal===null&&R(r)!==`sign-in`)return Wa()});var i=Nr();Sr(`click`,en,e=>Y.click(e));var a=P(i),o=e=>{av(e,{})},s=e=>{var t=Iv(),i=I(P(t),2);yo(i,{get page(){return R(r)}});var a=I(i,2),o=N(a),s=e=>{Pv(e,{})},c=e=>{var t=Nr();Gr(P(t),()=>R(n)[1],e=>{fh(e,{get id(){return R(n)[1]}})}),H(e,t)},l=e=>{eg(e,{})},u=e=>{Pg(e,{})},d=e=>{K_(e,{})},f=e=>{k_(e,{})},p=e=>{var t=Fv(),n=I(P(t),2),r=F(I(N(n)),!0);Te(2),O(n),L(()=>U(r,Y.path)),H(e,t)};W(o,e=>{R(r)===``?e(s):R(r)===`accounts`&&R(n)[1]?e(c,1):R(r)===`executive`?e(l,2):R(r)===`sources`?e(u,3):R(r)===`review`?e(d,4):R(r)===`experience`?e(f,5):e(p,-1)}),O(a),H(e,t)};W(a,e=>{Ra.refusal!==null||R(r)===`sign-in`?e(o):e(s,-1)}),H(e,i),Ke()}var Rv=document.getElementById(`page`);Rv&&zr(Lv,{target:Rv});